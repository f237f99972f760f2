import { createHmac } from 'node:crypto'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { fakeClock } from '@evenkeel/test/support'
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ActionGuard } from '../../access/action-guard.ts'
import { CLOCK } from '../../clock.ts'
import { SERVER_CONFIG } from '../../config/server-config.ts'
import { createHttpAdapter } from '../../http/create-http-adapter.ts'
import { ProblemFilter } from '../../http/problem-filter.ts'
import { bearer, knownTokens } from '../../snapshots/serving/an-app.ts'
import { FakeLogger } from '../../telemetry/fake-logger.ts'
import type { AcceptRequest, Acceptance } from '../holds/acceptance.ts'
import { CommitWatch } from './commit-watch.ts'
import { ReconciliationLoop } from '../reconciliation-loop.ts'
import { SyncCommands } from './sync-commands.ts'
import { SyncController } from './sync.controller.ts'
import type { SyncTrigger } from './sync-attempt-store.ts'
import { SyncService } from './sync-service.ts'
import { describeSync } from './sync-status.ts'
import { WebhookController } from '../webhook/webhook.controller.ts'

const COMMIT = 'c0ffee'.padEnd(40, '0')
const SECRET = 'a-secret-of-the-git-host'
const status = describeSync({
  desired: undefined,
  served: [],
  withheld: undefined,
  lastAttempt: undefined,
  lastDecided: undefined,
  lastSuccessAt: undefined,
  underWay: undefined,
  holds: [],
  database: undefined,
  clientsAhead: [],
})

async function anApp(webhookSecret?: string) {
  const triggers: SyncTrigger[] = []
  const accepted: AcceptRequest[] = []
  const commits: Pick<CommitWatch, 'await'> = {
    await: (commit, waitMs) =>
      Promise.resolve({ ...status, asked: { commit, state: waitMs === 0 ? 'unknown' : 'served' } }),
  }
  const acceptance: Pick<Acceptance, 'accept'> = {
    accept: (_status, request) => Promise.resolve(void accepted.push(request)),
  }
  const clock = fakeClock()
  const loop = new ReconciliationLoop({
    clock,
    pollMs: 10_000,
    random: () => 0,
    sync: (trigger) => {
      triggers.push(trigger)
      return new Promise(() => undefined)
    },
  })
  const logger = new FakeLogger()
  const sync = { status: () => status }
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: class {},
      controllers: [SyncController, WebhookController],
      providers: [
        { provide: SERVER_CONFIG, useValue: { webhookSecret } },
        { provide: CLOCK, useValue: clock },
        { provide: SyncService, useValue: sync },
        { provide: CommitWatch, useValue: commits },
        { provide: SyncCommands, useValue: new SyncCommands({ sync, loop, acceptance, logger }) },
        {
          provide: APP_GUARD,
          useFactory: (reflector: Reflector) => new ActionGuard(reflector, knownTokens()),
          inject: [Reflector],
        },
      ],
    },
    createHttpAdapter(logger),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and takes a literal
    { rawBody: true, logger: false },
  )
  app.useGlobalFilters(new ProblemFilter(logger))
  await app.init()
  return { app, triggers, accepted, logger }
}

describe('over HTTP', () => {
  let app: NestFastifyApplication
  let triggers: SyncTrigger[]
  let accepted: AcceptRequest[]
  let logger: FakeLogger
  beforeEach(async () => ({ app, triggers, accepted, logger } = await anApp(SECRET)))
  afterEach(() => app.close())

  const headers = { ...bearer('an-operator'), 'x-request-id': 'r-1' }
  const logged = () => logger.entries.filter(({ level }) => level === 'info')

  const deliver = (body: string, headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/v1/webhooks/git', payload: body, headers })
  const signatureOf = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`

  it('GET /v1/sync gives the status', async () => {
    const answer = await app.inject({ method: 'GET', url: '/v1/sync', headers })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual(status)
  })

  it('GET /v1/sync says how far a commit has come, and waits for it', async () => {
    const ask = async (query: string) => app.inject({ method: 'GET', url: `/v1/sync?${query}`, headers })

    expect((await ask(`commit=${COMMIT}`)).json()).toMatchObject({
      asked: { commit: COMMIT, state: 'unknown' },
    })
    expect((await ask(`commit=${COMMIT}&waitSeconds=30`)).json()).toMatchObject({
      asked: { state: 'served' },
    })
    expect((await ask('commit=c0ffee')).statusCode).toBe(400)
  })

  it('POST /v1/sync/accept lets a commit through and asks for a sync', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/sync/accept',
      headers,
      payload: { commit: COMMIT, rebind: true },
    })

    expect(answer.statusCode).toBe(202)
    expect(accepted).toEqual([{ commit: COMMIT, rebind: true }])
    expect(triggers).toEqual(['accept'])
    expect(logged()).toEqual([
      {
        level: 'info',
        message: 'A held commit was accepted',
        fields: { commit: COMMIT, rebind: true, principal: 'ada', requestId: 'r-1' },
      },
    ])
  })

  it('POST /v1/sync/retry asks for a retry', async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/sync/retry', headers })
    expect(answer.statusCode).toBe(202)
    expect(triggers).toEqual(['retry'])
    expect(logged()).toMatchObject([{ fields: { trigger: 'retry', principal: 'ada', requestId: 'r-1' } }])
  })

  describe('POST /v1/webhooks/git', () => {
    // White space that a parser would drop shows that the bytes are signed, not what they mean.
    const body = '{ "ref" :\n"refs/heads/main"}  '

    it.each(['application/json', 'application/json; charset=utf-8'])('takes a signed %s', async (type) => {
      const answer = await deliver(body, { 'content-type': type, 'x-hub-signature-256': signatureOf(body) })
      expect(answer.statusCode).toBe(202)
      expect(triggers).toEqual(['webhook'])
      expect(logged()).toMatchObject([
        { message: 'A sync was asked for', fields: { trigger: 'webhook', principal: 'webhook' } },
      ])
    })

    it('takes a signed form, as GitHub sends on request', async () => {
      const form = `payload=${encodeURIComponent(body)}`
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-hub-signature-256': signatureOf(form),
      }
      expect((await deliver(form, headers)).statusCode).toBe(202)
    })

    it('takes a delivery of GitLab with its token', async () => {
      const answer = await deliver('{}', { 'content-type': 'application/json', 'x-gitlab-token': SECRET })
      expect(answer.statusCode).toBe(202)
    })

    it.each([
      ['no signature', {}],
      ['the signature of another body', { 'x-hub-signature-256': signatureOf('{}') }],
      ['the secret of another', { 'x-gitlab-token': 'guess' }],
    ])('refuses a delivery with %s', async (_, headers) => {
      const answer = await deliver(body, { 'content-type': 'application/json', ...headers })
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({ code: 'webhook-signature' })
      expect(answer.body).not.toContain(SECRET)
      expect(triggers).toEqual([])
    })

    it('refuses a body beyond the limit before it is read', async () => {
      const answer = await deliver(JSON.stringify('x'.repeat(1024 * 1024)), {
        'content-type': 'application/json',
      })
      expect(answer.statusCode).toBe(413)
    })

    it('says that there are no webhooks where no secret is configured', async () => {
      const bare = await anApp()
      const answer = await bare.app.inject({
        method: 'POST',
        url: '/v1/webhooks/git',
        payload: {},
        headers: { 'x-gitlab-token': '' },
      })
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toMatchObject({
        code: 'webhook-not-configured',
        detail: expect.stringContaining('EVENKEEL_WEBHOOK_SECRET') as string,
      })
      expect(bare.triggers).toEqual([])
      await bare.app.close()
    })
  })
})

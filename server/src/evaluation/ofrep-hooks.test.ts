import { aFlag, aSnapshot, fakeClock } from '@evenkeel/test/support'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { aFleet } from '../fleet/a-fleet.ts'
import { Fleet } from '../fleet/fleet.ts'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { asPrepared } from '../snapshots/as-prepared.ts'
import { anApp, bearer } from '../snapshots/serving/an-app.ts'
import { READABLE_FORMS, ReadableForms } from '../snapshots/serving/readable-forms.ts'
import { SnapshotController } from '../snapshots/serving/snapshot.controller.ts'
import { SNAPSHOT_METRICS } from '../snapshots/snapshot-metrics.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { FakeOfrepMetrics } from './fake-ofrep-metrics.ts'
import { addOfrepHooks } from './ofrep-hooks.ts'
import { OfrepService } from './ofrep-service.ts'
import { OfrepController } from './ofrep.controller.ts'

const SHOP = 'https://shop.example.com'
const FLAGS = '/ofrep/v1/evaluate/flags'
const SNAPSHOT = '/v1/environments/production/snapshot'

let app: NestFastifyApplication

afterEach(() => app.close())

async function aServer(corsOrigins: readonly string[], isServing = true): Promise<void> {
  const { service, metrics, preparer } = aSnapshotService(fakeClock())
  if (isServing) await service.install([asPrepared(aSnapshot({ flags: { sale: aFlag() } }))], 'commit')
  app = await anApp(
    [OfrepController, SnapshotController],
    [
      { provide: SnapshotService, useValue: service },
      { provide: SNAPSHOT_METRICS, useValue: metrics },
      { provide: READABLE_FORMS, useValue: new ReadableForms(preparer) },
      { provide: Fleet, useValue: aFleet(fakeClock()).fleet },
      { provide: OfrepService, useValue: new OfrepService(fakeClock(), new FakeOfrepMetrics()) },
    ],
    (adapter) => {
      addOfrepHooks(adapter, corsOrigins)
    },
  )
}

const post = (path: string, headers: Record<string, string> = {}, payload = '{}') =>
  app.inject({
    method: 'POST',
    url: path,
    headers: { ...bearer('production-browser'), 'content-type': 'application/json', ...headers },
    payload,
  })

const preflight = (url: string, origin = SHOP) =>
  app.inject({ method: 'OPTIONS', url, headers: { origin, 'access-control-request-method': 'POST' } })

describe('pages of other origins', () => {
  it('may evaluate when theirs is allowed, and read what they need', async () => {
    await aServer(['https://other.example.com', SHOP])
    expect(await preflight(FLAGS)).toMatchObject({
      statusCode: 204,
      headers: {
        'access-control-allow-origin': SHOP,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'Authorization, Content-Type, If-None-Match',
        'access-control-max-age': '7200',
        vary: 'Origin',
      },
    })
    const answer = await post(FLAGS, { origin: SHOP })
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        'access-control-allow-origin': SHOP,
        'access-control-expose-headers': 'ETag, Retry-After, X-Request-Id',
      },
    })
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it.each([
    ['a token that is refused', { authorization: 'Bearer nobody' }, '{}', 401],
    ['a body that is refused', {}, '{', 400],
  ])('are told of %s', async (_, headers, body, status) => {
    await aServer([SHOP])
    const answer = await post(FLAGS, { origin: SHOP, ...headers }, body)
    expect(answer).toMatchObject({ statusCode: status, headers: { 'access-control-allow-origin': SHOP } })
  })

  it('may evaluate from everywhere when every origin is allowed', async () => {
    await aServer(['*'])
    const { headers } = await preflight(`${FLAGS}/sale`)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers).not.toHaveProperty('vary')
  })

  it.each([[[]], [['https://other.example.com']], [[`${SHOP}.evil.example.com`]]])(
    'may not when %j are allowed, and the preflight says what to do',
    async (corsOrigins: readonly string[]) => {
      await aServer(corsOrigins)
      const refused = await preflight(FLAGS)
      expect(refused.statusCode).toBe(403)
      expect(refused.headers).not.toHaveProperty('access-control-allow-origin')
      expect(refused.json()).toMatchObject({
        code: 'origin-not-allowed',
        detail: `Pages of ${SHOP} may not evaluate here: name the origin in EVENKEEL_CORS_ORIGINS or --cors-origins.`,
      })
      expect((await post(FLAGS, { origin: SHOP })).headers).not.toHaveProperty('access-control-allow-origin')
    },
  )

  it('may not without an origin that could be named, and the preflight says so', async () => {
    await aServer([SHOP])
    const refused = await preflight(FLAGS, 'null')
    expect(refused.json()).toMatchObject({ code: 'origin-not-allowed' })
    expect(refused.json<{ detail: string }>().detail).toContain('serve it over HTTP')
  })

  it('may do nothing else: no snapshot is for a page', async () => {
    await aServer(['*'])
    expect((await preflight(SNAPSHOT)).headers).not.toHaveProperty('access-control-allow-origin')
    const refused = await app.inject({
      url: SNAPSHOT,
      headers: { ...bearer('production-browser'), origin: SHOP },
    })
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ code: 'token-kind' })
    expect(refused.json()).not.toHaveProperty('errorCode')
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('problems below /ofrep', () => {
  it.each([
    [FLAGS, '{"context":', undefined],
    [`${FLAGS}/a%20flag`, '{"context":', 'a flag'],
    [`${FLAGS}/a%20flag?environment=production`, '', 'a flag'],
  ])('say of a body that is no JSON what OFREP says: %s', async (path, body, key) => {
    await aServer([])
    const answer = await post(path, {}, body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      code: 'bad-request',
      errorCode: 'PARSE_ERROR',
      ...(key !== undefined && { key }),
    })
    expect(answer.json<{ errorDetails: string }>().errorDetails).not.toBe('')
  })

  it('say of a context that would take long to evaluate that it is too large', async () => {
    await aServer([])
    const ofSize = (bytes: number) => `{"context":{"a":"${'x'.repeat(bytes - 20)}"}}`
    expect((await post(FLAGS, {}, ofSize(64 * 1024))).statusCode).toBe(200)
    const answer = await post(FLAGS, {}, ofSize(64 * 1024 + 1))
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ code: 'body-too-large', errorCode: 'PARSE_ERROR' })
    expect(answer.json<{ errorDetails: string }>().errorDetails).toContain('64 KiB')
  })

  it('say of a key that cannot be read what is wrong', async () => {
    await aServer([])
    expect((await post(`${FLAGS}/%zz`)).statusCode).toBe(400)
  })

  it('say when nothing is served yet, and when to come again', async () => {
    await aServer([], false)
    const answer = await post(FLAGS)
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } })
    expect(answer.json()).toMatchObject({ code: 'nothing-served-yet', errorCode: 'PROVIDER_NOT_READY' })
  })

  it('say what else is wrong in general words', async () => {
    await aServer([])
    const answer = await post(`${FLAGS}/sale`, { authorization: '' })
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ key: 'sale', code: 'token-missing', errorCode: 'GENERAL' })
  })
})

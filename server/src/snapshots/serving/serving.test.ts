import { CLIENT_HEADER, FRAME_MEDIA_TYPE, writeClientMessage } from '@evenkeel/core/protocol'
import { parseSnapshot, readFramePayload } from '@evenkeel/core/snapshot'
import type { FakeClock } from '@evenkeel/test/support'
import { aFlag, aRule, aSnapshot, fakeClock, nodePlatform } from '@evenkeel/test/support'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLOCK } from '../../clock.ts'
import { aFleet } from '../../fleet/a-fleet.ts'
import { aHello } from '../../fleet/a-hello.ts'
import { Fleet } from '../../fleet/fleet.ts'
import { aSnapshotService } from '../a-snapshot-service.ts'
import { asPrepared } from '../as-prepared.ts'
import { SIGNING_KEY } from '../signing/signing-key.ts'
import { SNAPSHOT_METRICS } from '../snapshot-metrics.ts'
import { SnapshotService } from '../snapshot-service.ts'
import { anApp, bearer } from './an-app.ts'
import { DocumentsController } from './documents.controller.ts'
import { EnvironmentsController } from './environments.controller.ts'
import { READABLE_FORMS, ReadableForms } from './readable-forms.ts'
import { SnapshotController } from './snapshot.controller.ts'

const inEnvironment = (environment: string, sequence = 7) =>
  asPrepared(
    aSnapshot({
      environment,
      revision: { sequence },
      contentHash: String(sequence).repeat(64),
      flags: { redesign: aFlag({ rules: [aRule()] }), 'dark-mode': aFlag() },
      configs: { payments: { retries: 3 } },
    }),
  )

let clock: FakeClock
let held: ReturnType<typeof aSnapshotService>
let fleet: Fleet
let app: NestFastifyApplication

beforeEach(async () => {
  clock = fakeClock()
  held = aSnapshotService(clock)
  fleet = aFleet(clock).fleet
  app = await anApp(
    [EnvironmentsController, SnapshotController, DocumentsController],
    [
      { provide: SnapshotService, useValue: held.service },
      { provide: SIGNING_KEY, useValue: held.signingKey },
      { provide: SNAPSHOT_METRICS, useValue: held.metrics },
      { provide: CLOCK, useValue: clock },
      { provide: Fleet, useValue: fleet },
      { provide: READABLE_FORMS, useValue: new ReadableForms(held.preparer) },
    ],
  )
  await held.service.install([inEnvironment('production'), inEnvironment('staging')], 'commit')
})

afterEach(() => app.close())

const get = (url: string, token = 'production-service', headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { ...bearer(token), ...headers } })

const SNAPSHOT = '/v1/environments/production/snapshot'

describe('GET /v1/environments/{environment}/snapshot', () => {
  it('gives the frame, whole and signed', async () => {
    const answer = await get(SNAPSHOT)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': FRAME_MEDIA_TYPE,
      'content-length': String(32 * 1024),
      'cache-control': 'no-store',
      'evenkeel-revision': '1.7',
      vary: 'accept',
    })
    const text = readFramePayload(answer.rawPayload, {
      ...nodePlatform,
      verifiers: [held.signingKey.verifier],
    })
    expect(parseSnapshot(text).flags.has('redesign')).toBe(true)
  })

  it('notes what a client says of itself, in the environment of its token only', async () => {
    const said = { [CLIENT_HEADER]: writeClientMessage({ ...aHello, applied: { epoch: 1, sequence: 9 } }) }
    expect((await get(SNAPSHOT, 'staging-service', said)).statusCode).toBe(403)
    expect(fleet.clientsOf('production')).toEqual([])
    await get(SNAPSHOT, 'production-service', said)
    expect(fleet.clientsAhead('production', { epoch: 1, sequence: 7 })).toEqual({
      count: 1,
      clients: [{ instance: 'shop-1', labels: { service: 'shop' }, applied: { epoch: 1, sequence: 9 } }],
    })
    expect(fleet.clientsOf('staging')).toEqual([])
  })

  it('gives the frame again whatever If-None-Match says', async () => {
    const { etag = '' } = (await get(SNAPSHOT)).headers
    const again = await get(SNAPSHOT, undefined, { 'if-none-match': etag })
    expect(again.statusCode).toBe(200)
    expect(again.rawPayload).toHaveLength(32 * 1024)
  })

  it('has an entity tag that is equal exactly when the bytes are', async () => {
    const first = await get(SNAPSHOT)
    await clock.advance(59_000)
    const samePeriod = await get(SNAPSHOT)
    await clock.advance(1000)
    const nextPeriod = await get(SNAPSHOT)
    expect(first.headers.etag).toMatch(/^"/)
    expect(samePeriod.headers.etag).toBe(first.headers.etag)
    expect(samePeriod.rawPayload.equals(first.rawPayload)).toBe(true)
    expect(nextPeriod.headers.etag).not.toBe(first.headers.etag)
  })

  it('gives the form for people when asked for JSON, and 304 when they have it', async () => {
    const answer = await get(SNAPSHOT, undefined, { accept: 'application/json' })
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(answer.rawPayload.length),
      'evenkeel-revision': '1.7',
    })
    expect(answer.json()).toMatchObject({ environment: 'production', configs: { payments: { retries: 3 } } })
    const again = await get(SNAPSHOT, undefined, {
      accept: 'application/json',
      'if-none-match': answer.headers.etag ?? '',
    })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    await held.service.install([inEnvironment('production', 8)], 'commit')
    const changed = await get(SNAPSHOT, undefined, {
      accept: 'application/json',
      'if-none-match': answer.headers.etag ?? '',
    })
    expect(changed.statusCode).toBe(200)
  })

  it.each([
    ['*/*', FRAME_MEDIA_TYPE],
    [`${FRAME_MEDIA_TYPE}, application/json;q=0.5`, FRAME_MEDIA_TYPE],
    ['text/html, application/json;q=0.9', 'application/json; charset=utf-8'],
  ])('for Accept: %s is %s', async (accept, expected) => {
    expect((await get(SNAPSHOT, undefined, { accept })).headers['content-type']).toBe(expected)
  })

  it('is counted by form', async () => {
    await get(SNAPSHOT)
    await get(SNAPSHOT, undefined, { accept: 'application/json' })
    expect(held.metrics.requests).toEqual(['production frame', 'production json'])
  })

  it.each([
    ['the token of another environment', 'staging-service', 403, 'token-environment'],
    ['a token for browsers', 'production-browser', 403, 'token-kind'],
    ['an unknown token', 'nobody', 401, 'token-unknown'],
  ])('is refused to %s', async (_who, token, status, code) => {
    const answer = await get(SNAPSHOT, token)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })

  it('names the environments there are to who may see them', async () => {
    const answer = await get('/v1/environments/prod/snapshot', 'an-operator')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({
      code: 'environment-not-found',
      detail: 'There is no environment "prod"; there are production, staging.',
    })
  })
})

describe('before anything was published', () => {
  it('there is nothing to give yet, and it is worth asking again', async () => {
    const { service, signingKey, metrics } = aSnapshotService(clock)
    const empty = await anApp(
      [SnapshotController],
      [
        { provide: SnapshotService, useValue: service },
        { provide: SIGNING_KEY, useValue: signingKey },
        { provide: SNAPSHOT_METRICS, useValue: metrics },
        { provide: Fleet, useValue: fleet },
        { provide: READABLE_FORMS, useValue: new ReadableForms(held.preparer) },
      ],
    )
    const answer = await empty.inject({ url: SNAPSHOT, headers: bearer('production-service') })
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBeDefined()
    expect(answer.json()).toMatchObject({ code: 'nothing-served-yet' })
    await empty.close()
  })

  it('a service whose environment is not served learns nothing of the others', async () => {
    const { service, signingKey, metrics } = aSnapshotService(clock)
    await service.install([inEnvironment('staging')], 'commit')
    const other = await anApp(
      [SnapshotController],
      [
        { provide: SnapshotService, useValue: service },
        { provide: SIGNING_KEY, useValue: signingKey },
        { provide: SNAPSHOT_METRICS, useValue: metrics },
        { provide: Fleet, useValue: fleet },
        { provide: READABLE_FORMS, useValue: new ReadableForms(held.preparer) },
      ],
    )
    const answer = await other.inject({ url: SNAPSHOT, headers: bearer('production-service') })
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toContain('staging')
    await other.close()
  })
})

describe('GET /v1/environments', () => {
  it('shows what is served, how full it is and the key it is signed with', async () => {
    await clock.advance(90_500)
    const answer = await get('/v1/environments', 'an-operator')
    const { publicKey, environments } = answer.json<{ publicKey: string; environments: { name: string }[] }>()
    expect(publicKey).toBe(held.signingKey.publicKey)
    expect(environments.map(({ name }) => name)).toEqual(['production', 'staging'])
    const payload = held.service.find('production')?.stored.payload.length ?? 0
    expect(environments[0]).toMatchObject({
      revision: '1.7',
      commit: 'c0ffee'.padEnd(40, '0'),
      ageSeconds: 90,
      publishedAt: '2026-11-01T00:00:00.000Z',
      flags: 2,
      segments: 0,
      configs: 1,
      capacity: { frameBytes: 32 * 1024 },
      frame: { issuedAt: '2026-11-01T00:01:00.000Z', expiresAt: '2026-11-01T00:06:00.000Z' },
    })
    const { capacity } = environments[0] as unknown as {
      capacity: { usedBytes: number; usedPercent: number }
    }
    expect(capacity.usedBytes).toBeGreaterThan(payload)
    expect(capacity.usedPercent).toBeCloseTo((100 * capacity.usedBytes) / (32 * 1024), 1)
  })

  it('shows a service its own environment only', async () => {
    const { environments } = (await get('/v1/environments')).json<{ environments: { name: string }[] }>()
    expect(environments.map(({ name }) => name)).toEqual(['production'])
  })

  it('shows one environment by name', async () => {
    expect((await get('/v1/environments/production')).json()).toMatchObject({
      name: 'production',
      publicKey: held.signingKey.publicKey,
    })
  })
})

describe('GET /v1/environments/{environment}/flags and /configs', () => {
  it('show all, in the form for people', async () => {
    const flags = (await get('/v1/environments/production/flags')).json<{ flags: object }>()
    expect(flags).toMatchObject({
      revision: '1.7',
      flags: { redesign: { type: 'boolean', state: 'ENABLED' } },
    })
    expect(Object.keys(flags.flags)).toHaveLength(2)
    expect((await get('/v1/environments/production/configs')).json()).toEqual({
      revision: '1.7',
      configs: { payments: { retries: 3 } },
    })
  })

  it('show one by name', async () => {
    expect((await get('/v1/environments/production/flags/dark-mode')).json()).toMatchObject({
      revision: '1.7',
      key: 'dark-mode',
      flag: { defaultVariant: 'off' },
    })
    expect((await get('/v1/environments/production/configs/payments')).json()).toEqual({
      revision: '1.7',
      name: 'payments',
      value: { retries: 3 },
    })
  })

  it.each([
    ['/flags/none', 'flag-not-found'],
    ['/flags/toString', 'flag-not-found'],
    ['/configs/none', 'config-not-found'],
  ])('answer %s with %s', async (path, code) => {
    const answer = await get(`/v1/environments/production${path}`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, code])
  })
})

import type { FakeClock } from '@evenkeel/test/support'
import { aFlag, aRule, aSnapshot, fakeClock } from '@evenkeel/test/support'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { asPrepared } from '../snapshots/as-prepared.ts'
import { anApp, bearer } from '../snapshots/serving/an-app.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { FakeOfrepMetrics } from './fake-ofrep-metrics.ts'
import { OfrepService } from './ofrep-service.ts'
import { OfrepController } from './ofrep.controller.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-11-01T00:00:00Z')

const published = (sequence: number, contentHash = 'a') =>
  asPrepared(
    aSnapshot({
      revision: { sequence },
      contentHash: contentHash.repeat(64),
      flags: {
        'ramp-up': aFlag({
          rules: [
            aRule({
              name: 'half',
              bucketing: { by: ['targetingKey'], seed: 'ramp-up', percent: 50_000 },
            }),
          ],
        }),
        sale: aFlag({
          rules: [aRule({ name: 'evening', during: { from: START + HOUR, until: START + 2 * HOUR } })],
        }),
        theme: aFlag({
          type: 'object',
          variants: { light: { background: '#fff' } },
          defaultVariant: 'light',
          disabledVariant: 'light',
        }),
        retired: aFlag({ state: 'DISABLED' }),
        staff: aFlag({ rules: [aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })] }),
      },
    }),
  )

let clock: FakeClock
let metrics: FakeOfrepMetrics
let snapshots: SnapshotService
let app: NestFastifyApplication

beforeEach(async () => {
  clock = fakeClock(START)
  metrics = new FakeOfrepMetrics()
  snapshots = aSnapshotService(clock).service
  await snapshots.install([published(1)], 'commit')
  app = await anApp(
    [OfrepController],
    [
      { provide: SnapshotService, useValue: snapshots },
      { provide: OfrepService, useValue: new OfrepService(clock, metrics) },
    ],
  )
})

afterEach(() => app.close())

const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/ofrep/v1/evaluate/flags${path}`,
    headers: { ...bearer('production-browser'), ...headers },
    ...(body !== undefined && { payload: body as object }),
  })

describe('POST /ofrep/v1/evaluate/flags/{key}', () => {
  it('gives a service value, variant, reason and metadata', async () => {
    await clock.advance(HOUR)
    const answer = await post('/sale', { context: { targetingKey: 'u-1' } }, bearer('production-service'))
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      key: 'sale',
      value: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      metadata: { revision: '1.1', commit: 'c0ffee'.padEnd(40, '0'), ruleName: 'evening' },
    })
  })

  it('gives a page, which everyone can read, no metadata', async () => {
    await clock.advance(HOUR)
    const sale = { key: 'sale', value: true, variant: 'on', reason: 'TARGETING_MATCH' }
    expect((await post('/sale')).json()).toEqual(sale)
    expect((await post('')).json<{ flags: object[] }>().flags).toContainEqual(sale)
  })

  it('evaluates as of now', async () => {
    await clock.advance(HOUR)
    expect((await post('/sale')).json()).toMatchObject({ value: true, reason: 'TARGETING_MATCH' })
  })

  it.each([
    ['/theme', { value: { background: '#fff' }, reason: 'STATIC' }],
    ['/retired', { value: false, reason: 'DISABLED' }],
    ['/ramp-up', { value: false, reason: 'DEFAULT', metadata: { bucketing: 'NO_KEY' } }],
  ])('evaluates %s', async (path, expected) => {
    expect((await post(path, {}, bearer('production-service'))).json()).toMatchObject(expected)
  })

  it('says that a flag is not found', async () => {
    const answer = await post('/none', { context: {} })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({
      key: 'none',
      errorCode: 'FLAG_NOT_FOUND',
      errorDetails: 'there is no flag "none" in production',
    })
  })

  it('says what is wrong with a context', async () => {
    const answer = await post('/sale', { context: { targetingKey: 1 } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({
      key: 'sale',
      errorCode: 'INVALID_CONTEXT',
      errorDetails: '"context.targetingKey" is not a string.',
    })
  })

  it.each([
    '{"__proto__":{"context":{"plan":"pro"}}}',
    '{"context":{"__proto__":{"plan":"pro"},"constructor":{"prototype":{"plan":"pro"}}}}',
    '{"context":{"targetingKey":"u-1","a":{"__proto__":{"plan":"pro"}}}}',
  ])('reads %s as what it says, and as nothing more', async (payload) => {
    const json = { 'content-type': 'application/json' }
    expect((await post('/staff', { context: { plan: 'pro' } })).json()).toMatchObject({ value: true })
    expect((await post('/staff', payload, json)).json()).toMatchObject({ value: false, reason: 'DEFAULT' })
    expect((await post('', payload, json)).statusCode).toBe(200)
    expect({}).not.toHaveProperty('plan')
  })

  it('counts evaluations by reason', async () => {
    await post('/theme')
    await post('/none')
    expect(Object.fromEntries(metrics.byReason)).toEqual({ STATIC: 1, ERROR: 1 })
  })
})

describe('POST /ofrep/v1/evaluate/flags', () => {
  const context = { targetingKey: 'u-1', plan: 'pro', region: 'eu' }

  it('gives every flag', async () => {
    const answer = await post('', { context })
    expect(answer.statusCode).toBe(200)
    const { flags } = answer.json<{ flags: { key: string }[] }>()
    expect(flags.map(({ key }) => key)).toEqual(['ramp-up', 'retired', 'sale', 'staff', 'theme'])
    expect(Object.fromEntries(metrics.byReason)).toMatchObject({ STATIC: 1, DISABLED: 1 })
  })

  it('gives 304 for the tag it gave, whatever the order of the attributes', async () => {
    const { etag = '' } = (await post('', { context })).headers
    const again = await post(
      '',
      { context: { region: 'eu', plan: 'pro', targetingKey: 'u-1' } },
      { 'if-none-match': etag },
    )
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
  })

  it.each([
    ['another context', () => Promise.resolve(), { ...context, targetingKey: 'u-2' }],
    ['other content', () => snapshots.install([published(2, 'b')], 'commit'), context],
    ['a time when a rule has begun', () => clock.advance(HOUR), context],
    ['a time when a rule has ended', () => clock.advance(2 * HOUR), context],
  ])('gives everything again for %s', async (_what, change, asked) => {
    const { etag = '' } = (await post('', { context })).headers
    await change()
    expect((await post('', { context: asked }, { 'if-none-match': etag })).statusCode).toBe(200)
  })

  it('gives 304 for the same content in a newer revision', async () => {
    const { etag = '' } = (await post('', { context })).headers
    await snapshots.install([published(2)], 'commit')
    expect((await post('', { context }, { 'if-none-match': etag })).statusCode).toBe(304)
  })

  it('says what is wrong with a request', async () => {
    const answer = await post('', { context: [] })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({
      errorCode: 'INVALID_CONTEXT',
      errorDetails: '"context" is not an object of attributes.',
    })
  })
})

describe('who may evaluate remotely', () => {
  it.each([
    ['production-service', 200],
    ['production-browser', 200],
    ['staging-service', 404],
    ['an-operator', 403],
    ['an-admin', 403],
    ['nobody', 401],
  ])('%s: %i', async (token, status) => {
    expect((await post('/sale', {}, bearer(token))).statusCode).toBe(status)
  })

  it('not in another environment than the one asked about', async () => {
    expect((await post('/sale?environment=production')).statusCode).toBe(200)
    const refused = await post('/sale?environment=staging')
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'token-environment'])
  })
})

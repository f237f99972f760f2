import type { FakeClock } from '@evenkeel/test/support'
import { fakeClock } from '@evenkeel/test/support'
import type { Hook } from '@openfeature/web-sdk'
import { ErrorCode, OpenFeature, ProviderStatus } from '@openfeature/web-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebProviderStage } from './web-provider-stage.ts'

const ON = { key: 'checkout', value: true, variant: 'on', reason: 'TARGETING_MATCH' }
const BLUE = { key: 'color', value: 'blue', variant: 'blue', reason: 'STATIC' }

let clock: FakeClock
let stage: WebProviderStage

beforeEach(() => {
  clock = fakeClock()
  stage = new WebProviderStage(clock)
  stage.server.set(ON, BLUE)
})

afterEach(() => stage.close())

const status = () => stage.flags.providerStatus

describe('evaluating', () => {
  it('answers every type from one request, made with the token and the context', async () => {
    stage.server.set(ON, BLUE, { key: 'limit', value: 3 }, { key: 'theme', value: { ink: '#fff' } })
    await stage.start({ targetingKey: 'u-1', plan: 'pro' })

    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
    expect(stage.flags.getStringValue('color', 'red')).toBe('blue')
    expect(stage.flags.getNumberValue('limit', 0)).toBe(3)
    expect(stage.flags.getObjectValue('theme', {})).toEqual({ ink: '#fff' })
    expect(stage.server.requests).toMatchObject([
      {
        url: 'https://flags.example.com/ofrep/v1/evaluate/flags',
        headers: { authorization: 'Bearer ek_sdk-client_abc', 'content-type': 'application/json' },
        context: { targetingKey: 'u-1', plan: 'pro' },
      },
    ])
  })

  it('hands on variant, reason and metadata', async () => {
    stage.server.set({ ...ON, metadata: { revision: '1.7', ruleName: 'staff' } })
    await stage.startFor('u-1')
    expect(stage.flags.getBooleanDetails('checkout', false)).toEqual({
      flagKey: 'checkout',
      value: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      flagMetadata: { revision: '1.7', ruleName: 'staff' },
    })
  })

  it.each([
    ['missing', ErrorCode.FLAG_NOT_FOUND],
    ['color', ErrorCode.TYPE_MISMATCH],
    ['broken', ErrorCode.TARGETING_KEY_MISSING],
    ['strange', ErrorCode.GENERAL],
  ])('gives the default and a code for %s: %s', async (key, errorCode) => {
    stage.server.set(
      BLUE,
      { key: 'broken', errorCode: 'TARGETING_KEY_MISSING', errorDetails: 'no key' },
      { key: 'strange', errorCode: 'OF_A_LATER_DAY' },
    )
    await stage.startFor('u-1')
    expect(stage.flags.getBooleanDetails(key, true)).toMatchObject({
      value: true,
      reason: 'ERROR',
      errorCode,
    })
  })

  it('hands out values that nobody can change for the others', async () => {
    stage.server.set({ key: 'theme', value: { ink: { color: '#fff' } } })
    await stage.startFor('u-1')
    const theme = stage.flags.getObjectValue<{ ink: Record<string, string> }>('theme', { ink: {} })
    expect(Object.isFrozen(theme.ink)).toBe(true)
  })

  it('keeps flags apart that have names of Object', async () => {
    stage.server.set({ key: '__proto__', value: true }, { key: 'constructor', value: true })
    await stage.startFor('u-1')
    expect(stage.flags.getBooleanValue('__proto__', false)).toBe(true)
    expect(stage.flags.getBooleanDetails('toString', false).errorCode).toBe(ErrorCode.FLAG_NOT_FOUND)
  })

  it('runs hooks and hands on what is tracked', async () => {
    const seen: string[] = []
    const hook: Hook = {
      after: ({ flagKey }, { value }) => void seen.push(`${flagKey}=${JSON.stringify(value)}`),
    }
    await stage.startFor('u-1', {
      hooks: [hook],
      track: (event, { targetingKey }, { value }) =>
        void seen.push(`${event} by ${targetingKey ?? ''} of ${value ?? 0}`),
    })
    stage.flags.getBooleanValue('checkout', false)
    stage.flags.track('purchase', { value: 42 })
    expect(seen).toEqual(['checkout=true', 'purchase by u-1 of 42'])
  })
})

describe('starting', () => {
  it('is not ready before the server has answered', async () => {
    const set = stage.start()
    expect(status()).toBe(ProviderStatus.NOT_READY)
    expect(stage.flags.getBooleanDetails('checkout', true).errorCode).toBe(ErrorCode.PROVIDER_NOT_READY)
    await set
    expect(status()).toBe(ProviderStatus.READY)
  })

  it('fails without a server, tries again soon, and becomes ready then', async () => {
    stage.server.goAway()
    await expect(stage.start()).rejects.toThrow(
      'no flags from https://flags.example.com/ofrep/v1/evaluate/flags: Failed to fetch',
    )
    expect(status()).toBe(ProviderStatus.ERROR)
    expect(stage.flags.getBooleanDetails('checkout', true)).toMatchObject({
      value: true,
      errorCode: ErrorCode.PROVIDER_NOT_READY,
    })
    stage.server.comeBack()
    await clock.advance(1_000)
    expect(stage.server.times).toEqual([0, 500])
    expect(status()).toBe(ProviderStatus.READY)
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
  })

  it.each([
    [401, {}, 'HTTP 401'],
    [403, { errorDetails: 'of the wrong kind' }, 'of the wrong kind'],
    [400, { errorCode: 'INVALID_CONTEXT', errorDetails: 'no such context' }, 'no such context'],
    [413, { errorCode: 'PARSE_ERROR', errorDetails: 'larger than 1 MiB' }, 'larger than 1 MiB'],
  ])('fails for good when it is refused with HTTP %d', async (code, body, message) => {
    stage.server.answerStatus(code, {}, body)
    await expect(stage.start()).rejects.toThrow(message)
    expect(status()).toBe(ProviderStatus.FATAL)
  })

  it('recovers all the same when the token is good a minute later', async () => {
    stage.server.answerStatus(401)
    await expect(stage.start()).rejects.toThrow()
    stage.server.comeBack()
    await clock.advance(60_499)
    expect(stage.server.requests).toHaveLength(1)
    await clock.advance(1)
    expect(status()).toBe(ProviderStatus.READY)
  })

  it.each(['{"hello":"world"}', 'null', '<!doctype html>', ''])(
    'takes %j, which is no OFREP, for the answer of a wrong url',
    async (body) => {
      stage.server.answerWith(() => new Response(body))
      await expect(stage.start()).rejects.toThrow('check `url`')
    },
  )

  it('gives a request up after ten seconds', async () => {
    stage.server.hang()
    const set = expect(stage.start()).rejects.toThrow('no answer within 10 s')
    await clock.advance(10_000)
    await set
  })

  it('refuses a context that is no JSON', async () => {
    const circular: Record<string, unknown> = { targetingKey: 'u-1' }
    circular['self'] = circular
    await expect(stage.start(circular as never)).rejects.toThrow('the context is no JSON')
    expect(status()).toBe(ProviderStatus.FATAL)
    expect(stage.server.requests).toEqual([])
  })
})

describe('a provider that is closed', () => {
  it('gives its request up, and says why', async () => {
    stage.server.hang()
    const started = expect(stage.start()).rejects.toThrow('the provider was closed')
    await stage.leave()
    await started
    expect(clock.pending()).toBe(0)
  })

  it('starts anew when it is used again', async () => {
    const provider = stage.aProvider({ cacheMode: 'network-first' })
    await OpenFeature.setProviderAndWait('shop', provider, { targetingKey: 'u-1' })
    await clock.advance(0)
    await stage.leave()
    stage.server.goAway()
    await OpenFeature.setProviderAndWait('shop', provider, { targetingKey: 'u-1' })
    expect(stage.flags.getBooleanDetails('checkout', false)).toMatchObject({ value: true, reason: 'CACHED' })
    stage.server.comeBack()
    await clock.advance(1_000)
    expect(stage.flags.getBooleanDetails('checkout', false).reason).toBe('TARGETING_MATCH')
  })
})

describe('domains', () => {
  it('have a provider each, which cannot be in two of them', async () => {
    const provider = stage.aProvider()
    await OpenFeature.setProviderAndWait('shop', provider)
    expect(() => OpenFeature.setProvider('other', provider)).toThrow('more than one domain')
    expect(OpenFeature.getClient('other').getBooleanValue('checkout', false)).toBe(false)
  })
})

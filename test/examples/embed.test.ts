import { createClient } from '@evenkeel/sdk'
import { inMemorySource } from '@evenkeel/sdk/testing'
import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { snapshotServer } from './snapshot-server.ts'

const user = { id: 'u-1', plan: 'pro' }

const shop = aSnapshot({
  flags: {
    'checkout-redesign': aFlag({ rules: [aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })] }),
    'checkout-copy': aFlag({ type: 'string', variants: { off: 'Pay', on: 'Pay now' }, defaultVariant: 'on' }),
    'upload-limits': aFlag({ type: 'object', variants: { on: { megabytes: 25 } }, defaultVariant: 'on' }),
  },
  configs: { payments: { timeoutMs: 1200 } },
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a service', () => {
  it('connects, and goes on with what it has when the server is gone', async () => {
    const server = await snapshotServer(shop)
    vi.stubEnv('EVENKEEL_URL', server.url)
    vi.stubEnv('EVENKEEL_TOKEN', 'ek_sdk_server')

    const client = createClient({
      url: process.env.EVENKEEL_URL,
      environment: 'production',
      token: process.env.EVENKEEL_TOKEN,
    })
    const { source, revision } = await client.ready({ timeoutMs: 10_000 })

    expect({ source, revision }).toEqual({ source: 'server', revision: '1.1' })

    await server[Symbol.asyncDispose]()
    expect(client.getBoolean('checkout-redesign', false, { plan: 'pro' })).toBe(true)

    await client.close()

    expect(client.getBoolean('checkout-redesign', false, { plan: 'pro' })).toBe(true)
  })

  it('says who it is', async () => {
    await using server = await snapshotServer(shop)
    vi.stubEnv('EVENKEEL_URL', server.url)
    vi.stubEnv('EVENKEEL_TOKEN', 'ek_sdk_server')
    vi.stubEnv('POD_NAME', 'checkout-7f9c')

    const client = createClient({
      url: process.env.EVENKEEL_URL,
      environment: 'production',
      token: process.env.EVENKEEL_TOKEN,
      instanceId: process.env.POD_NAME,
      labels: { service: 'checkout', version: process.env.APP_VERSION, region: 'eu-central-1' },
    })

    await client.ready({ timeoutMs: 10_000 })
    expect(server.hellos[0]).toMatchObject({
      instance: 'checkout-7f9c',
      labels: { service: 'checkout', region: 'eu-central-1' },
    })
    await client.close()
  })

  it('starts without a server on the defaults in its code', async () => {
    const ignore = () => undefined
    const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
    const url = 'http://127.0.0.1:9'
    const client = createClient({ url, environment: 'production', token: 'ek_sdk_server', logger: silent })
    expect(await client.ready({ timeoutMs: 50 })).toEqual({ source: 'defaults' })
    expect(client.getBooleanDetails('checkout-redesign', true)).toMatchObject({
      value: true,
      reason: 'ERROR',
      errorCode: 'PROVIDER_NOT_READY',
    })
    await client.close()
  })

  it('evaluates', () => {
    const client = createClient({ source: inMemorySource(shop) })

    const onePage = client.getBoolean('checkout-redesign', false, { targetingKey: user.id, plan: user.plan })
    const copy = client.getString('checkout-copy', 'Pay')
    const { megabytes } = client.getObject('upload-limits', { megabytes: 10 })
    const { timeoutMs } = client.getConfig('payments', { timeoutMs: 800 })

    expect([onePage, copy, megabytes, timeoutMs]).toEqual([true, 'Pay now', 25, 1200])
  })

  it('asks why', () => {
    const client = createClient({ source: inMemorySource(shop) })
    const context = { targetingKey: user.id, plan: user.plan }

    const { value, reason, flagMetadata } = client.getBooleanDetails('checkout-redesign', false, context)

    expect({ value, reason, ruleName: flagMetadata.ruleName }).toEqual({
      value: true,
      reason: 'TARGETING_MATCH',
      ruleName: 'pro',
    })
  })

  it('gives a context once', () => {
    const client = createClient({ source: inMemorySource(shop) })

    const flags = client.with({ targetingKey: user.id, plan: user.plan })
    flags.getBoolean('checkout-redesign', false)
    flags.getBoolean('checkout-redesign', false, { plan: 'free' }) // what if

    expect(flags.getBoolean('checkout-redesign', false)).toBe(true)
    expect(flags.getBoolean('checkout-redesign', false, { plan: 'free' })).toBe(false)
  })

  it('hears of changes', () => {
    const source = inMemorySource(shop)
    const client = createClient({ source })
    const seen: unknown[] = []
    const log = {
      info: (...line: unknown[]) => seen.push(line),
      warn: (...line: unknown[]) => seen.push(line),
    }
    const payments = { configure: (config: { timeoutMs: number }) => seen.push(config) }

    const stop = client.on('change', ({ revision, changedFlags, changedConfigs }) => {
      log.info('configuration changed', { revision, changedFlags })
      if (changedConfigs.includes('payments')) {
        payments.configure(client.getConfig('payments', { timeoutMs: 800 }))
      }
    })
    client.on('stale', ({ revision, since }) => log.warn('flags are stale', { revision, since }))

    source.setConfig('payments', { timeoutMs: 900 })
    source.set('checkout-copy', 'Order')
    stop()
    source.set('checkout-copy', 'Pay')
    expect(seen).toEqual([
      ['configuration changed', { revision: '1.2', changedFlags: [] }],
      { timeoutMs: 900 },
      ['configuration changed', { revision: '1.3', changedFlags: ['checkout-copy'] }],
    ])
  })
})

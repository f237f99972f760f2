import { aFlag, aFrame, aRule, aSnapshot, fakeClock } from '@evenkeel/test/support'
import type { EventDetails } from '@openfeature/server-sdk'
import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../client.ts'
import { createClient } from '../create-client.ts'
import { SdkError } from '../errors.ts'
import { EvenkeelProvider } from './evenkeel-provider.ts'
import { RecordingLogger } from '../recording-logger.ts'
import { FakeSource } from '../source/fake-source.ts'
import { inMemorySource } from '../testing/in-memory-source.ts'

afterEach(async () => {
  await OpenFeature.close()
  OpenFeature.clearHandlers()
})

/** A provider whose client waits for a server that this test plays. */
function aServedProvider() {
  const clock = fakeClock()
  const source = new FakeSource('server')
  const settings = { environment: undefined, context: undefined, verifiers: [], pollMs: 5_000 }
  const client = new Client(
    { ...settings, origin: { from: 'source', source }, logger: new RecordingLogger() },
    { clock, random: () => 0.5, fetch },
  )
  const heard: [string, EventDetails | undefined][] = []
  for (const event of Object.values(ProviderEvents)) {
    OpenFeature.addHandler(event, (details) => void heard.push([event, details]))
  }
  heard.length = 0
  const bring = (sequence: number, checkout: 'on' | 'off') => {
    const flags = { checkout: aFlag({ defaultVariant: checkout }) }
    const contentHash = (checkout === 'on' ? '1' : '0').repeat(64)
    source.receiver.frame(
      aFrame(aSnapshot({ revision: { sequence }, contentHash, flags }), { nowMs: clock.now() }),
    )
  }
  const fail = () => {
    source.receiver.failed(new SdkError('unreachable', 'nobody there'))
  }
  const provider = new EvenkeelProvider(client, { timeoutMs: 1_000 })
  return { provider, clock, source, heard, names: () => heard.map(([name]) => name), bring, fail }
}

const status = () => OpenFeature.getClient().providerStatus

describe('EvenkeelProvider', () => {
  it('evaluates every type through OpenFeature', async () => {
    const source = inMemorySource({ on: true, color: 'blue', limit: 3, theme: { ink: '#fff' } })
    await OpenFeature.setProviderAndWait(new EvenkeelProvider(createClient({ source })))
    const flags = OpenFeature.getClient()
    expect(await flags.getBooleanValue('on', false)).toBe(true)
    expect(await flags.getStringValue('color', 'red')).toBe('blue')
    expect(await flags.getNumberValue('limit', 0)).toBe(3)
    expect(await flags.getObjectValue('theme', {})).toEqual({ ink: '#fff' })
    expect(OpenFeature.providerMetadata).toEqual({ name: 'evenkeel' })
  })

  it('hands on context and details', async () => {
    const flags = { checkout: aFlag({ rules: [aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })] }) }
    await OpenFeature.setProviderAndWait(
      new EvenkeelProvider(createClient({ source: inMemorySource(aSnapshot({ flags })) })),
    )
    const details = await OpenFeature.getClient().getBooleanDetails('checkout', false, { plan: 'pro' })
    expect(details).toMatchObject({
      value: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      flagMetadata: { revision: '1.1', ruleName: 'pro' },
    })
  })

  it('hands on error codes', async () => {
    await OpenFeature.setProviderAndWait(
      new EvenkeelProvider(createClient({ source: inMemorySource({ on: true }) })),
    )
    const flags = OpenFeature.getClient()
    expect(await flags.getBooleanDetails('missing', true)).toMatchObject({
      value: true,
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
    })
    expect((await flags.getStringDetails('on', 'x')).errorCode).toBe('TYPE_MISMATCH')
  })

  it('is ready once, when the first snapshot is in use', async () => {
    const { provider, names, bring } = aServedProvider()
    const set = OpenFeature.setProviderAndWait(provider)
    expect(status()).toBe(ProviderStatus.NOT_READY)
    bring(1, 'off')
    await set
    expect(status()).toBe(ProviderStatus.READY)
    expect(names()).toEqual([ProviderEvents.Ready])
  })

  it('fails to initialize without a snapshot, and becomes ready when one comes', async () => {
    const { provider, clock, names, bring, fail } = aServedProvider()
    const set = expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow(
      'no snapshot arrived in time',
    )
    await clock.advance(1_000)
    await set
    expect(status()).toBe(ProviderStatus.ERROR)
    fail()
    bring(1, 'on')
    expect(status()).toBe(ProviderStatus.READY)
    expect(names()).toEqual([ProviderEvents.Error, ProviderEvents.Error, ProviderEvents.Ready])
    expect(await OpenFeature.getClient().getBooleanValue('checkout', false)).toBe(true)
  })

  it('says which flags changed', async () => {
    const { provider, heard, bring } = aServedProvider()
    const set = OpenFeature.setProviderAndWait(provider)
    bring(1, 'off')
    await set
    bring(2, 'on')
    expect(heard.at(-1)).toMatchObject([ProviderEvents.ConfigurationChanged, { flagsChanged: ['checkout'] }])
  })

  it('stays ready through failures, becomes stale when they last, and ready again', async () => {
    const { provider, clock, names, bring, fail } = aServedProvider()
    const set = OpenFeature.setProviderAndWait(provider)
    bring(1, 'off')
    await set
    fail()
    expect(status()).toBe(ProviderStatus.READY)
    await clock.advance(60_000)
    expect(status()).toBe(ProviderStatus.STALE)
    bring(1, 'off')
    expect(status()).toBe(ProviderStatus.READY)
    expect(names()).toEqual([ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Ready])
  })

  it('closes its client when OpenFeature closes it', async () => {
    const { provider, source, bring } = aServedProvider()
    const set = OpenFeature.setProviderAndWait(provider)
    bring(1, 'off')
    await set
    await OpenFeature.close()
    expect(source.isRunning).toBe(false)
  })
})

import { aFlag, aFrame, aSnapshot, fakeClock } from '@evenkeel/test/support'
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
  await OpenFeature.clearProviders()
  OpenFeature.clearHandlers()
  OpenFeature.clearHooks()
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

describe('what a client goes through, as OpenFeature tells it', () => {
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

  it('is stale when its client was before it was set, and ready when news come again', async () => {
    const { provider, clock, names, bring } = aServedProvider()
    bring(1, 'off')
    await clock.advance(60_000)
    await OpenFeature.setProviderAndWait(provider)
    await clock.advance(0)
    expect(status()).toBe(ProviderStatus.STALE)
    bring(1, 'off')
    expect(status()).toBe(ProviderStatus.READY)
    expect(names()).toEqual([ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Ready])
  })

  it('is ready when news come while it is being set with a stale client', async () => {
    const { provider, clock, bring } = aServedProvider()
    bring(1, 'off')
    await clock.advance(60_000)
    await OpenFeature.setProviderAndWait(provider)
    bring(1, 'off')
    await clock.advance(0)
    expect(status()).toBe(ProviderStatus.READY)
  })

  it('goes from error to ready, stale and ready again as snapshots come, stay away and come', async () => {
    const { provider, clock, heard, names, bring, fail } = aServedProvider()
    const set = expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow('no snapshot')
    await clock.advance(1_000)
    await set
    heard.length = 0
    fail()
    expect(status()).toBe(ProviderStatus.ERROR)
    bring(1, 'off')
    expect(status()).toBe(ProviderStatus.READY)
    await clock.advance(60_000)
    expect(status()).toBe(ProviderStatus.STALE)
    fail()
    expect(status()).toBe(ProviderStatus.STALE)
    bring(2, 'on')
    expect(status()).toBe(ProviderStatus.READY)
    expect(names()).toEqual([
      ProviderEvents.Error,
      ProviderEvents.Ready,
      ProviderEvents.Stale,
      ProviderEvents.Ready,
      ProviderEvents.ConfigurationChanged,
    ])
    expect(heard.map(([, details]) => details?.metadata)).toEqual([
      { code: 'unreachable' },
      { source: 'server', revision: '1.1' },
      { revision: '1.1' },
      { source: 'server', revision: '1.2' },
      { revision: '1.2' },
    ])
    expect(heard[2]?.[1]?.message).toBe(
      'nothing has come since 2026-11-01T00:00:01.000Z; revision 1.1 stays in use',
    )
  })

  it('says nothing of configs, which OpenFeature does not know', async () => {
    const source = inMemorySource({ on: true }, { payments: { retries: 3 } })
    await OpenFeature.setProviderAndWait(new EvenkeelProvider(createClient({ source })))
    const heard: unknown[] = []
    OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (details) =>
      heard.push(details?.['flagsChanged']),
    )

    source.setConfig('payments', { retries: 1 })
    source.set('on', false)

    expect(heard).toEqual([['on']])
  })

  it('closes its client when OpenFeature closes it', async () => {
    const { provider, source, bring } = aServedProvider()
    const set = OpenFeature.setProviderAndWait(provider)
    bring(1, 'off')
    await set
    await OpenFeature.close()
    expect(source.isRunning).toBe(false)
  })

  it('tells nothing after it was closed', async () => {
    const { provider, clock, heard, bring } = aServedProvider()
    const set = OpenFeature.setProviderAndWait(provider)
    bring(1, 'off')
    await set
    heard.length = 0

    await OpenFeature.close()
    await clock.advance(120_000)

    expect(heard).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('gives up waiting when it is closed before a snapshot came', async () => {
    const { provider, source } = aServedProvider()
    const set = expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow('closed while it waited')

    await OpenFeature.close()

    await set
    expect(source.isRunning).toBe(false)
  })
})

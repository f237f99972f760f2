import { createClient } from '@evenkeel/sdk'
import { EvenkeelProvider } from '@evenkeel/sdk/openfeature'
import { inMemorySource } from '@evenkeel/sdk/testing'
import { aSnapshot } from '@evenkeel/test/support'
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk'
import { afterEach, expect, it, vi } from 'vitest'
import { snapshotServer } from './snapshot-server.ts'

const user = { id: 'u-1', plan: 'pro' }

afterEach(async () => {
  vi.unstubAllEnvs()
  await OpenFeature.clearProviders()
  OpenFeature.clearHandlers()
})

it('a service evaluates through OpenFeature', async () => {
  await using server = await snapshotServer(aSnapshot())
  vi.stubEnv('EVENKEEL_URL', server.url)
  vi.stubEnv('EVENKEEL_TOKEN', 'ek_sdk_server')

  const provider = new EvenkeelProvider(() =>
    createClient({
      url: process.env.EVENKEEL_URL,
      environment: 'production',
      token: process.env.EVENKEEL_TOKEN,
    }),
  )
  await OpenFeature.setProviderAndWait(provider)

  const flags = OpenFeature.getClient()
  await flags.getBooleanValue('checkout-redesign', false, { targetingKey: user.id, plan: user.plan })

  expect(await flags.getBooleanDetails('checkout-redesign', true)).toMatchObject({
    value: true,
    errorCode: 'FLAG_NOT_FOUND',
    errorMessage: 'there is no flag "checkout-redesign" in production',
  })
})

it('a service tracks what became of it, in every domain', async () => {
  const tracked: unknown[] = []
  const analytics = { capture: (...event: unknown[]) => tracked.push(event) }
  const client = createClient({ source: inMemorySource({ 'search-ranking': 'new' }) })

  await OpenFeature.setProviderAndWait('search', new EvenkeelProvider(client, { onTrack: analytics.capture }))
  const search = OpenFeature.getClient('search')
  search.track('result-clicked', { targetingKey: user.id }, { value: 3 })

  expect(tracked).toEqual([['result-clicked', { targetingKey: user.id }, { value: 3 }]])
  expect(await search.getStringValue('search-ranking', 'old')).toBe('new')
})

it('a service hears which flags changed', async () => {
  const source = inMemorySource({ 'checkout-redesign': false })
  await OpenFeature.setProviderAndWait(new EvenkeelProvider(createClient({ source })))
  const changed: unknown[] = []
  const cache = { drop: (keys: readonly string[]) => changed.push(keys) }

  OpenFeature.getClient().addHandler(ProviderEvents.ConfigurationChanged, (event) => {
    cache.drop(event?.flagsChanged ?? [])
  })

  source.set('checkout-redesign', true)
  expect(changed).toEqual([['checkout-redesign']])
})

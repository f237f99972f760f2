import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from '../create-client.ts'
import { EvenkeelProvider } from './evenkeel-provider.ts'
import { inMemorySource } from '../testing/in-memory-source.ts'

afterEach(async () => {
  await OpenFeature.clearProviders()
  OpenFeature.clearHandlers()
  OpenFeature.clearHooks()
})

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
})

describe('setting a provider again after it was closed', () => {
  it('works when it makes its client itself', async () => {
    const source = inMemorySource({ on: true })
    const provider = new EvenkeelProvider(() => createClient({ source }))
    expect(await provider.resolveBooleanEvaluation('on', false, {})).toMatchObject({
      value: false,
      errorCode: 'PROVIDER_NOT_READY',
    })
    await OpenFeature.setProviderAndWait(provider)
    await OpenFeature.clearProviders()

    await OpenFeature.setProviderAndWait(provider)

    const flags = OpenFeature.getClient()
    expect(await flags.getBooleanValue('on', false)).toBe(true)
    source.set('on', false)
    expect(await flags.getBooleanValue('on', true)).toBe(false)
  })

  it('is fatal when it was given a client, which was closed with it', async () => {
    const provider = new EvenkeelProvider(createClient({ source: inMemorySource({ on: true }) }))
    await OpenFeature.setProviderAndWait(provider)
    await OpenFeature.clearProviders()

    await expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow('give it a function')

    expect(status()).toBe(ProviderStatus.FATAL)
  })

  it('is fatal when no client can be made, and says why', async () => {
    const provider = new EvenkeelProvider(() => createClient({ pollSeconds: -1 }))

    await expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow('pollSeconds')

    expect(await OpenFeature.getClient().getBooleanDetails('on', true)).toMatchObject({
      value: true,
      errorCode: 'PROVIDER_FATAL',
    })
  })
})

describe('providers in domains', () => {
  const served = (environment: string, checkout: 'on' | 'off') => {
    const flags = { checkout: aFlag({ defaultVariant: checkout }) }
    const source = inMemorySource(aSnapshot({ environment, flags }))
    return { source, provider: new EvenkeelProvider(createClient({ environment, source })) }
  }
  const checkout = (domain: string) => OpenFeature.getClient(domain).getBooleanValue('checkout', false)

  it('evaluate their own environment, and tell only their own domain what changed', async () => {
    const [staging, production] = [served('staging', 'on'), served('production', 'off')]
    await OpenFeature.setProviderAndWait('next', staging.provider)
    await OpenFeature.setProviderAndWait('now', production.provider)
    const heard: (string | undefined)[] = []
    for (const domain of ['next', 'now']) {
      OpenFeature.getClient(domain).addHandler(ProviderEvents.ConfigurationChanged, (details) => {
        heard.push(details?.domain)
      })
    }
    expect([await checkout('next'), await checkout('now')]).toEqual([true, false])

    production.source.set('checkout', true)

    expect([await checkout('next'), await checkout('now')]).toEqual([true, true])
    expect(heard).toEqual(['now'])
  })

  it('go on when another is replaced, and so closed', async () => {
    const [staging, production] = [served('staging', 'on'), served('production', 'on')]
    await OpenFeature.setProviderAndWait('next', staging.provider)
    await OpenFeature.setProviderAndWait('now', production.provider)

    await OpenFeature.setProviderAndWait('next', served('staging', 'off').provider)
    staging.source.set('checkout', true)
    production.source.set('checkout', false)

    expect([await checkout('next'), await checkout('now')]).toEqual([false, false])
    expect(
      (await staging.provider.resolveBooleanEvaluation('checkout', false, {})).flagMetadata,
    ).toMatchObject({
      revision: '1.1',
    })
  })

  it('may be one and the same, which is closed once, when OpenFeature is', async () => {
    const { source, provider } = served('production', 'on')
    await OpenFeature.setProviderAndWait('a', provider)
    await OpenFeature.setProviderAndWait('b', provider)
    await OpenFeature.setProviderAndWait('a', served('production', 'off').provider)
    source.set('checkout', false)
    expect(await checkout('b')).toBe(false)

    await OpenFeature.close()
    source.set('checkout', true)

    expect(await checkout('b')).toBe(false)
  })
})

describe('what OpenFeature is given', () => {
  it('has the error code of everything that can be wrong', async () => {
    const flags = { checkout: aFlag({ rules: [aRule({ if: ['=', ['.', 'plan'], 'pro'] })] }) }
    const client = createClient({ source: inMemorySource(aSnapshot({ flags })), context: { plan: 'pro' } })
    const provider = new EvenkeelProvider(client)
    const hostile = {
      get plan(): string {
        throw new Error('not today')
      },
    }
    const codeOf = async (asked: Promise<{ errorCode?: string }>) => (await asked).errorCode
    expect(await codeOf(provider.resolveBooleanEvaluation('missing', false, {}))).toBe('FLAG_NOT_FOUND')
    expect(await codeOf(provider.resolveNumberEvaluation('checkout', 1, {}))).toBe('TYPE_MISMATCH')
    expect(await codeOf(provider.resolveStringEvaluation('checkout', '', {}))).toBe('TYPE_MISMATCH')
    expect(await codeOf(provider.resolveObjectEvaluation('checkout', {}, {}))).toBe('TYPE_MISMATCH')
    expect(await codeOf(provider.resolveBooleanEvaluation('checkout', false, hostile))).toBe(
      'INVALID_CONTEXT',
    )
    expect(await codeOf(provider.resolveBooleanEvaluation('checkout', false, {}))).toBeUndefined()
  })

  it('cannot be changed for others by a hook or a caller', async () => {
    await OpenFeature.setProviderAndWait(
      new EvenkeelProvider(createClient({ source: inMemorySource({ theme: { ink: '#fff' } }) })),
    )
    const flags = OpenFeature.getClient().addHooks({
      after: (_context, details) => {
        Object.assign(details, { variant: 'changed' })
        expect(() => Object.assign(details.flagMetadata, { revision: 'changed' })).toThrow(TypeError)
      },
    })
    const context = { plan: 'pro' }
    const theme = await flags.getObjectValue('theme', {}, context)
    expect(() => Object.assign(theme as object, { ink: '#000' })).toThrow(TypeError)

    flags.clearHooks()

    expect(await flags.getObjectDetails('theme', {}, context)).toMatchObject({
      value: { ink: '#fff' },
      variant: 'value',
      flagMetadata: { revision: '0.1' },
    })
    expect(context).toEqual({ plan: 'pro' })
  })

  it('is known to the hooks of the client below, with what the hooks of OpenFeature added', async () => {
    const contexts: unknown[] = []
    const client = createClient({
      source: inMemorySource({ on: true }),
      context: { region: 'eu' },
      hooks: [{ after: ({ context }) => void contexts.push({ ...context }) }],
    })
    await OpenFeature.setProviderAndWait(new EvenkeelProvider(client))

    await OpenFeature.getClient({ plan: 'free' }).getBooleanValue(
      'on',
      false,
      { targetingKey: 'u-1' },
      {
        hooks: [{ before: () => ({ plan: 'pro' }) }],
      },
    )

    expect(contexts).toEqual([{ region: 'eu', plan: 'pro', targetingKey: 'u-1' }])
  })
})

describe('tracking', () => {
  it('hands on the event with the context that OpenFeature merged', async () => {
    const tracked: unknown[] = []
    const client = createClient({ source: inMemorySource({}) })
    const onTrack = (...event: unknown[]) => tracked.push(event)
    await OpenFeature.setProviderAndWait(new EvenkeelProvider(client, { onTrack }))

    OpenFeature.getClient({ plan: 'pro' }).track('checkout-completed', { targetingKey: 'u-1' }, { value: 99 })

    expect(tracked).toEqual([['checkout-completed', { plan: 'pro', targetingKey: 'u-1' }, { value: 99 }]])
  })

  it('does nothing when nobody wants to know', async () => {
    await OpenFeature.setProviderAndWait(new EvenkeelProvider(createClient({ source: inMemorySource({}) })))
    expect(() => {
      OpenFeature.getClient().track('checkout-completed')
    }).not.toThrow()
  })
})

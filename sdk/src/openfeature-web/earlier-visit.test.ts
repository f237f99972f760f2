import type { FakeClock } from '@evenkeel/test/support'
import { fakeClock } from '@evenkeel/test/support'
import type { EvaluationContext } from '@openfeature/web-sdk'
import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/web-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EvenkeelWebProviderOptions } from './web-provider-options.ts'
import { WebProviderStage } from './web-provider-stage.ts'

const ON = { key: 'checkout', value: true, variant: 'on', reason: 'TARGETING_MATCH' }
const OFF = { key: 'checkout', value: false, variant: 'off', reason: 'DEFAULT' }
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

describe('an earlier visit', () => {
  const visit = async (options: Partial<EvenkeelWebProviderOptions> = {}, targetingKey = 'u-1') => {
    const visited = await stage.startFor(targetingKey, options)
    await clock.advance(0)
    return visited
  }

  it('leaves values to start with before the server answers, and those that changed are told', async () => {
    await visit()
    await stage.leave()
    stage.server.set(OFF, BLUE)
    const { heard } = await stage.startFor('u-1')
    expect(stage.flags.getBooleanDetails('checkout', false)).toMatchObject({ value: true, reason: 'CACHED' })
    await clock.advance(0)
    expect(stage.flags.getBooleanDetails('checkout', true)).toMatchObject({ value: false, reason: 'DEFAULT' })
    expect(heard).toMatchObject([[ProviderEvents.ConfigurationChanged, { flagsChanged: ['checkout'] }]])
  })

  it('leaves an entity tag, by which its values are confirmed', async () => {
    await visit()
    await stage.leave()
    const { names } = await visit()
    expect(stage.server.requests[1]?.headers).toHaveProperty('if-none-match')
    expect(stage.flags.getBooleanDetails('checkout', false).reason).toBe('TARGETING_MATCH')
    expect(names()).toEqual([])
  })

  it('serves while the server is away, and becomes stale', async () => {
    await visit()
    await stage.leave()
    stage.server.goAway()
    await visit()
    await clock.advance(1_000)
    expect(status()).toBe(ProviderStatus.STALE)
    expect(stage.flags.getBooleanDetails('checkout', false)).toMatchObject({ value: true, reason: 'CACHED' })
  })

  it('serves while the token is refused, which is reported', async () => {
    await visit()
    await stage.leave()
    stage.server.answerStatus(401)
    await visit()
    expect(status()).toBe(ProviderStatus.ERROR)
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
  })

  it.each<[string, Partial<EvenkeelWebProviderOptions>, string]>([
    ['of somebody else', {}, 'u-2'],
    ['with another token', { token: 'ek_sdk-client_xyz' }, 'u-1'],
    ['to another server', { url: 'https://other.example.com' }, 'u-1'],
  ])('%s leaves nothing', async (_, options, targetingKey) => {
    await visit()
    await stage.leave()
    stage.server.goAway()
    await expect(stage.startFor(targetingKey, options)).rejects.toThrow('Failed to fetch')
  })

  it('leaves nothing after 30 days', async () => {
    await visit({ pollSeconds: 0 })
    await stage.leave()
    await clock.advance(30 * 24 * 3_600_000)
    stage.server.goAway()
    await expect(stage.startFor('u-1')).rejects.toThrow('Failed to fetch')
  })

  it('leaves nothing that names the subject, its token or its attributes', async () => {
    await stage.start({
      targetingKey: 'ada@example.com',
      plan: 'secret',
    })
    await clock.advance(0)
    const [[slot, text] = ['', '']] = stage.page.stored
    expect(slot).toBe('evenkeel.flags.shop')
    expect(text).toContain('"checkout"')
    expect(text).not.toMatch(/ada|secret|ek_/)
  })

  it.each(['{', '[]', '{"version":1,"flags":{}}', '{"version":0}'])(
    'leaves nothing with %s',
    async (text) => {
      stage.page.stored.set('evenkeel.flags.shop', text)
      await stage.startFor('u-1')
      expect(stage.flags.getBooleanDetails('checkout', false).reason).toBe('TARGETING_MATCH')
    },
  )

  it('is asked for only when the server is away, in the mode network-first', async () => {
    const cacheMode = 'network-first'
    await visit({ cacheMode })
    await stage.leave()
    stage.server.set(OFF)
    await stage.startFor('u-1', { cacheMode })
    expect(stage.flags.getBooleanDetails('checkout', true)).toMatchObject({ value: false, reason: 'DEFAULT' })
    await stage.leave()
    stage.server.goAway()
    await stage.startFor('u-1', { cacheMode })
    expect(stage.flags.getBooleanDetails('checkout', true)).toMatchObject({ value: false, reason: 'CACHED' })
    await stage.leave()
    stage.server.answerStatus(403)
    await expect(stage.startFor('u-1', { cacheMode })).rejects.toThrow('HTTP 403')
  })

  describe('that is read while the context changes', () => {
    const changing = async (context: EvaluationContext) => {
      await visit()
      await stage.leave()
      const finishReading = stage.page.holdHashes()
      const started = stage.start({ targetingKey: 'u-1' }).catch(() => undefined)
      return { started, finishReading, changed: OpenFeature.setContext('shop', context) }
    }

    it('does not take the place of the values that are there already', async () => {
      stage.server.answerWith(({ context }) =>
        Response.json({ flags: [context['plan'] === 'pro' ? OFF : ON] }),
      )
      const { started, finishReading, changed } = await changing({ targetingKey: 'u-1', plan: 'pro' })
      await changed
      stage.server.goAway()
      finishReading()
      await started
      expect(stage.flags.getBooleanValue('checkout', true)).toBe(false)
    })

    it('is not served to somebody else meanwhile', async () => {
      const { finishReading } = await changing({ targetingKey: 'u-2' })
      stage.server.hang()
      finishReading()
      await clock.advance(0)
      expect(stage.flags.getBooleanValue('checkout', false)).toBe(false)
    })
  })

  it('is not asked about any more once the page has left', async () => {
    await visit()
    await stage.leave()
    const asked = stage.server.requests.length
    const started = stage.start({ targetingKey: 'u-1' })
    await stage.leave()
    await started.catch(() => undefined)
    await clock.advance(60_000)
    expect(stage.server.requests).toHaveLength(asked)
    expect(clock.pending()).toBe(0)
  })

  it('leaves nothing when the cache is disabled', async () => {
    await visit({ cacheMode: 'disabled' })
    expect(stage.page.stored.size).toBe(0)
  })

  it('goes on without storage that is full', async () => {
    stage.page.storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    await visit()
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
  })
})

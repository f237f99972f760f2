import type { FakeClock } from '@evenkeel/test/support'
import { fakeClock } from '@evenkeel/test/support'
import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/web-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebProviderStage } from './web-provider-stage.ts'

const ON = { key: 'checkout', value: true, variant: 'on', reason: 'TARGETING_MATCH' }
const OFF = { key: 'checkout', value: false, variant: 'off', reason: 'DEFAULT' }
const BLUE = { key: 'color', value: 'blue', variant: 'blue', reason: 'STATIC' }
const POLL_MS = 30_000

let clock: FakeClock
let stage: WebProviderStage

beforeEach(() => {
  clock = fakeClock()
  stage = new WebProviderStage(clock)
  stage.server.set(ON, BLUE)
})

afterEach(() => stage.close())

const status = () => stage.flags.providerStatus

describe('staying current', () => {
  it('polls with the entity tag, and says which flags changed', async () => {
    const { heard } = await stage.startFor('u-1')
    await clock.advance(POLL_MS)
    expect(heard).toEqual([])
    stage.server.set(OFF, BLUE, { key: 'new', value: 1 })
    await clock.advance(POLL_MS)
    expect(stage.server.times).toEqual([0, POLL_MS, 2 * POLL_MS])
    expect(stage.server.requests[1]?.headers['if-none-match']).toMatch(/^W\//)
    expect(heard).toMatchObject([
      [ProviderEvents.ConfigurationChanged, { flagsChanged: ['checkout', 'new'] }],
    ])
    expect(stage.flags.getBooleanValue('checkout', true)).toBe(false)
  })

  it('says nothing when only metadata and reasons changed', async () => {
    const { names } = await stage.startFor('u-1')
    stage.server.set({ ...ON, reason: 'STATIC', metadata: { revision: '1.8' } }, BLUE)
    await clock.advance(POLL_MS)
    expect(names()).toEqual([])
    expect(stage.flags.getBooleanDetails('checkout', false).flagMetadata).toEqual({ revision: '1.8' })
  })

  it('asks only at the start when it is not to poll', async () => {
    await stage.startFor('u-1', { pollSeconds: 0 })
    await clock.advance(24 * 3_600_000)
    expect(stage.server.times).toEqual([0])
  })

  it('asks nothing while nobody sees the page, and at once when somebody does', async () => {
    await stage.startFor('u-1')
    stage.page.hide()
    await clock.advance(10 * POLL_MS)
    expect(stage.server.times).toEqual([0])
    stage.page.show()
    await clock.advance(POLL_MS)
    expect(stage.server.times).toEqual([0, 10 * POLL_MS, 11 * POLL_MS])
  })

  it('becomes stale after two failures, keeps its values, and becomes ready again', async () => {
    const { heard, names } = await stage.startFor('u-1')
    stage.server.goAway()
    await clock.advance(POLL_MS)
    expect(status()).toBe(ProviderStatus.READY)
    await clock.advance(POLL_MS)
    expect(status()).toBe(ProviderStatus.STALE)
    expect(heard[0]?.[1]?.message).toContain('Failed to fetch')
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
    stage.server.comeBack()
    stage.page.wake()
    await clock.advance(0)
    expect(status()).toBe(ProviderStatus.READY)
    expect(names()).toEqual([ProviderEvents.Stale, ProviderEvents.Ready])
  })

  it('reports an error when its token is refused, keeps its values, and waits a minute', async () => {
    const { names } = await stage.startFor('u-1')
    stage.server.answerStatus(401)
    await clock.advance(POLL_MS)
    expect(status()).toBe(ProviderStatus.ERROR)
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
    await clock.advance(60_500)
    expect(stage.server.times).toEqual([0, POLL_MS, POLL_MS + 60_500])
    expect(names()).toEqual([ProviderEvents.Error])
  })

  it.each([429, 503])('waits as long as a server asks that answers HTTP %d, awake or not', async (code) => {
    await stage.startFor('u-1')
    stage.server.answerStatus(code, { 'retry-after': '120' })
    await clock.advance(POLL_MS)
    stage.page.wake()
    await clock.advance(119_999)
    expect(stage.server.times).toEqual([0, POLL_MS])
    await clock.advance(501)
    expect(stage.server.times).toEqual([0, POLL_MS, POLL_MS + 120_500])
  })

  it('asks when it is seen again, though the clock was set back meanwhile', async () => {
    let setBackMs = 0
    stage = new WebProviderStage({ ...clock, now: () => clock.now() - setBackMs })
    await stage.startFor('u-1')
    stage.page.hide()
    await clock.advance(2 * POLL_MS)
    setBackMs = 3_600_000
    stage.page.show()
    await clock.advance(0)
    expect(stage.server.requests).toHaveLength(2)
  })

  it('waits longer with every failure', async () => {
    stage.server.goAway()
    await expect(stage.start({}, { pollSeconds: 0 })).rejects.toThrow()
    await clock.advance(60_000)
    expect(stage.server.times).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 30_500, 45_500])
  })

  it('does nothing any more once it is closed', async () => {
    await stage.startFor('u-1')
    await stage.leave()
    expect(stage.page.isListening).toBe(false)
    expect(clock.pending()).toBe(0)
  })
})

describe('another context', () => {
  it('is asked for, and the former values are served meanwhile', async () => {
    const { names } = await stage.startFor('u-1')
    stage.server.answerWith(({ context }) => Response.json({ flags: [context['plan'] === 'pro' ? OFF : ON] }))
    const changed = OpenFeature.setContext('shop', { targetingKey: 'u-1', plan: 'pro' })
    expect(status()).toBe(ProviderStatus.RECONCILING)
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
    await changed
    expect(stage.flags.getBooleanValue('checkout', true)).toBe(false)
    expect(stage.server.requests[1]?.headers).not.toHaveProperty('if-none-match')
    expect(names()).toEqual([ProviderEvents.Reconciling, ProviderEvents.ContextChanged])
  })

  it('takes the place of the one before, whose request is given up', async () => {
    const { names } = await stage.startFor('u-1')
    stage.server.hang()
    const first = OpenFeature.setContext('shop', { targetingKey: 'u-2' })
    stage.server.answerWith(() => Response.json({ flags: [OFF] }))
    await Promise.all([first, OpenFeature.setContext('shop', { targetingKey: 'u-3' })])
    expect(stage.server.requests[1]?.signal?.aborted).toBe(true)
    expect(status()).toBe(ProviderStatus.READY)
    expect(stage.flags.getBooleanValue('checkout', true)).toBe(false)
    expect(names().at(-1)).toBe(ProviderEvents.ContextChanged)
  })

  it('keeps the values of the same subject when the server is away', async () => {
    await stage.startFor('u-1')
    stage.server.goAway()
    await OpenFeature.setContext('shop', { targetingKey: 'u-1', plan: 'pro' })
    expect(status()).toBe(ProviderStatus.ERROR)
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
  })

  it('gives up the values of another subject when the server is away, and gets the right ones later', async () => {
    const { names } = await stage.startFor('u-1')
    stage.server.goAway()
    await OpenFeature.setContext('shop', { targetingKey: 'u-2' })
    expect(stage.flags.getBooleanDetails('checkout', false)).toMatchObject({
      value: false,
      errorCode: ErrorCode.PROVIDER_NOT_READY,
    })
    stage.server.comeBack()
    await clock.advance(1_000)
    expect(stage.flags.getBooleanValue('checkout', false)).toBe(true)
    expect(stage.server.requests.at(-1)?.context).toEqual({ targetingKey: 'u-2' })
    expect(names()).toEqual([
      ProviderEvents.Reconciling,
      ProviderEvents.Error,
      ProviderEvents.Ready,
      ProviderEvents.ConfigurationChanged,
    ])
  })
})

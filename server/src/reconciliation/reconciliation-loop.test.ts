import { fakeClock } from '@evenkeel/test/support'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_BACKOFF_MS, ReconciliationLoop } from './reconciliation-loop.ts'
import type { SyncOutcome, SyncTrigger } from './sync/sync-attempt-store.ts'
import { SYNC_OUTCOMES, SYNC_TRIGGERS } from './sync/sync-attempt-store.ts'

const POLL_MS = 10_000

/** A loop whose syncs end when the test says so. */
function aLoop({ pollMs = POLL_MS, random = 0 } = {}) {
  const clock = fakeClock()
  const triggers: SyncTrigger[] = []
  const startedAt: number[] = []
  let finish: ((outcome: SyncOutcome) => void) | undefined
  let overlapped = false
  const loop = new ReconciliationLoop({
    clock,
    pollMs,
    random: () => random,
    sync: (trigger) => {
      overlapped ||= finish !== undefined
      triggers.push(trigger)
      startedAt.push(clock.now())
      return new Promise((resolve) => (finish = resolve))
    },
  })
  return {
    loop,
    clock,
    triggers,
    startedAt,
    isRunning: () => finish !== undefined,
    hasOverlapped: () => overlapped,
    end: async (outcome: SyncOutcome = 'unchanged') => {
      const ended = finish
      finish = undefined
      ended?.(outcome)
      await clock.advance(0)
    },
  }
}

describe('ReconciliationLoop', () => {
  it('polls at its interval, measured from the end of the sync before', async () => {
    const { loop, clock, triggers, end } = aLoop()
    loop.requestSync('start')
    await clock.advance(3_000)
    await end()
    await clock.advance(POLL_MS - 1)
    expect(triggers).toEqual(['start'])
    await clock.advance(1)
    expect(triggers).toEqual(['start', 'poll'])
  })

  it('spreads polls by a tenth, so that replicas do not ask in step', async () => {
    const { loop, clock, triggers, end } = aLoop({ random: 0.999 })
    loop.requestSync('start')
    await end()
    await clock.advance(POLL_MS * 1.09)
    expect(triggers).toHaveLength(1)
    await clock.advance(POLL_MS * 0.01)
    expect(triggers).toHaveLength(2)
  })

  it('syncs at once when asked to, and polls from then on', async () => {
    const { loop, clock, triggers, end } = aLoop()
    loop.requestSync('start')
    await end()
    await clock.advance(POLL_MS / 2)
    loop.requestSync('webhook')
    await end()
    await clock.advance(POLL_MS - 1)
    expect(triggers).toEqual(['start', 'webhook'])
    await clock.advance(1)
    expect(triggers).toEqual(['start', 'webhook', 'poll'])
  })

  it('makes one more sync of however many were asked for while one ran', async () => {
    const { loop, triggers, end, hasOverlapped } = aLoop()
    loop.requestSync('start')
    for (let delivery = 0; delivery < 100; delivery++) loop.requestSync('webhook')
    await end()
    expect(triggers).toEqual(['start', 'webhook'])
    await end()
    expect(triggers).toEqual(['start', 'webhook'])
    expect(hasOverlapped()).toBe(false)
  })

  it.each([
    ['webhook', 'retry'],
    ['retry', 'webhook'],
  ] as const)('keeps a retry among what was asked for: %s, then %s', async (first, second) => {
    const { loop, triggers, end } = aLoop()
    loop.requestSync('start')
    loop.requestSync(first)
    loop.requestSync(second)
    await end()
    expect(triggers).toEqual(['start', 'retry'])
  })

  it('tries again ever more slowly while syncing fails, and as before once it works', async () => {
    const { loop, clock, triggers, end } = aLoop()
    loop.requestSync('start')
    for (const pauseMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
      await end('failed')
      const before = triggers.length
      await clock.advance(pauseMs - 1)
      expect(triggers).toHaveLength(before)
      await clock.advance(1)
      expect(triggers).toHaveLength(before + 1)
    }
    await end('unchanged')
    const before = triggers.length
    await clock.advance(POLL_MS)
    expect(triggers).toHaveLength(before + 1)
  })

  it('does not slow down for a refused commit', async () => {
    const { loop, clock, triggers, end } = aLoop()
    loop.requestSync('start')
    for (let poll = 0; poll < 5; poll++) {
      await end('refused')
      await clock.advance(POLL_MS)
    }
    expect(triggers).toHaveLength(6)
  })

  it('never tries again sooner than it polls', async () => {
    const { loop, clock, triggers, end } = aLoop({ pollMs: 300_000 })
    loop.requestSync('start')
    await end('failed')
    await clock.advance(299_999)
    expect(triggers).toHaveLength(1)
    await clock.advance(1)
    expect(triggers).toHaveLength(2)
  })

  it('answers a webhook at once even while it backs off', async () => {
    const { loop, triggers, end } = aLoop()
    loop.requestSync('start')
    await end('failed')
    loop.requestSync('webhook')
    expect(triggers).toEqual(['start', 'webhook'])
  })

  it('waits for the sync that runs when it is stopped, and starts none after', async () => {
    const { loop, clock, triggers, end } = aLoop()
    loop.requestSync('start')
    loop.requestSync('webhook')
    let isStopped = false
    const stopped = loop.stop().then(() => (isStopped = true))
    await clock.advance(0)
    expect(isStopped).toBe(false)
    await end()
    await stopped
    loop.requestSync('webhook')
    await clock.advance(10 * POLL_MS)
    expect(triggers).toEqual(['start'])
    expect(clock.pending()).toBe(0)
  })

  it('polls no more when it was stopped while a sync ran', async () => {
    const { loop, clock, end } = aLoop()
    loop.requestSync('start')
    const stopped = loop.stop()
    await end()
    await stopped
    expect(clock.pending()).toBe(0)
  })

  it('stops at once when nothing runs', async () => {
    const { loop, clock, end } = aLoop()
    loop.requestSync('start')
    await end()
    await loop.stop()
    expect(clock.pending()).toBe(0)
  })

  it('holds, whatever happens in whatever order: one at a time, nothing asked for is lost, never silent', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('request' as const), trigger: fc.constantFrom(...SYNC_TRIGGERS) }),
      fc.record({ do: fc.constant('end' as const), outcome: fc.constantFrom(...SYNC_OUTCOMES) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 2 * MAX_BACKOFF_MS }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const subject = aLoop()
        const { loop, clock, triggers, isRunning, end } = subject
        loop.requestSync('start')
        let owed = false
        for (const now of steps) {
          const before = triggers.length
          if (now.do === 'request') {
            owed ||= isRunning()
            loop.requestSync(now.trigger)
            expect(isRunning()).toBe(true)
          } else if (now.do === 'end' && isRunning()) {
            await end(now.outcome)
            expect(isRunning()).toBe(owed)
            owed = false
          } else if (now.do === 'wait') {
            await clock.advance(now.ms)
            expect(triggers.length - before).toBeLessThanOrEqual(1)
          }
          expect(clock.pending()).toBe(isRunning() ? 0 : 1)
        }
        expect(subject.hasOverlapped()).toBe(false)
        while (isRunning()) await end()
        await clock.advance(MAX_BACKOFF_MS + POLL_MS)
        expect(isRunning()).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

import { fakeClock } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeSubscriberSocket } from './fake-subscriber-socket.ts'
import type { SubscriberOptions } from './subscriber.ts'
import { Subscriber } from './subscriber.ts'

const TICK = 5000

/** A subscriber of a source whose frames are one byte: the number of changes so far. */
function aSubscriber(options: Partial<SubscriberOptions> = {}) {
  const clock = fakeClock()
  const socket = new FakeSubscriberSocket()
  const state = { changes: 0, sent: 0, tooSlow: 0, admitted: true }
  const subscriber = new Subscriber({
    clock,
    socket,
    latestFrame: () => Uint8Array.of(state.changes),
    isAdmitted: () => state.admitted,
    tickMs: TICK,
    phaseMs: 2000,
    onFrameSent: () => state.sent++,
    onTooSlow: () => state.tooSlow++,
    ...options,
  })
  return {
    clock,
    socket,
    state,
    subscriber,
    change: () => {
      state.changes++
      subscriber.changed()
    },
    acknowledgingAdvance: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 500) {
        subscriber.acknowledged()
        await clock.advance(500)
      }
    },
  }
}

const sentTo = (socket: FakeSubscriberSocket) => socket.frames.map(([first]) => first)

describe('a subscriber', () => {
  it('gets the current frame at once', () => {
    const { subscriber, socket } = aSubscriber()
    subscriber.start()
    expect(sentTo(socket)).toEqual([0])
  })

  it('gets a frame each tick at its own phase, changed or not', async () => {
    const { subscriber, socket, acknowledgingAdvance } = aSubscriber()
    subscriber.start()
    await acknowledgingAdvance(1500)
    expect(sentTo(socket)).toEqual([0])
    await acknowledgingAdvance(500)
    expect(sentTo(socket)).toEqual([0, 0])
    await acknowledgingAdvance(2 * TICK)
    expect(sentTo(socket)).toEqual([0, 0, 0, 0])
  })

  it('gets a change at once, in place of its next tick', async () => {
    const { subscriber, socket, change, acknowledgingAdvance } = aSubscriber()
    subscriber.start()
    await acknowledgingAdvance(500)
    change()
    expect(sentTo(socket)).toEqual([0, 1])
    await acknowledgingAdvance(TICK)
    expect(sentTo(socket)).toEqual([0, 1])
    await acknowledgingAdvance(TICK)
    expect(sentTo(socket)).toEqual([0, 1, 1])
  })

  it('has one frame out at most, and gets only the newest of what it missed', () => {
    const { subscriber, socket, change } = aSubscriber()
    subscriber.start()
    change()
    change()
    change()
    expect(sentTo(socket)).toEqual([0])
    subscriber.acknowledged()
    expect(sentTo(socket)).toEqual([0, 3])
    subscriber.acknowledged()
    expect(sentTo(socket)).toEqual([0, 3])
  })

  it('is ended at the third tick without an acknowledgement', async () => {
    const { subscriber, socket, state, clock } = aSubscriber()
    subscriber.start()
    await clock.advance(2000 + 2 * TICK - 1)
    expect(socket.closed).toBeUndefined()
    await clock.advance(1)
    expect(socket.closed).toEqual({ code: 4408, reason: 'no acknowledgement for 3 ticks' })
    expect(state.tooSlow).toBe(1)
    expect(clock.pending()).toBe(0)
  })

  it('is forgiven the ticks it missed once it acknowledges', async () => {
    const { subscriber, socket, clock } = aSubscriber()
    subscriber.start()
    for (let round = 0; round < 10; round++) {
      await clock.advance(2 * TICK)
      subscriber.acknowledged()
    }
    expect(socket.closed).toBeUndefined()
  })

  it('is ended at the next tick once its token is no longer good', async () => {
    const { subscriber, socket, state, clock } = aSubscriber()
    subscriber.start()
    state.admitted = false
    await clock.advance(2000)
    expect(socket.closed?.code).toBe(4401)
  })

  it('gets nothing and waits for nothing once its connection is gone', async () => {
    const { subscriber, socket, clock, change } = aSubscriber()
    subscriber.start()
    subscriber.acknowledged()
    subscriber.ended()
    change()
    await clock.advance(10 * TICK)
    subscriber.close(1001, 'late')
    expect(sentTo(socket)).toEqual([0])
    expect(socket.closed).toBeUndefined()
    expect(clock.pending()).toBe(0)
  })

  it('is sent one frame after its process stood still, not one for each tick missed', async () => {
    let skewMs = 0
    const real = fakeClock()
    const { subscriber, socket } = aSubscriber({
      clock: { now: () => real.now() + skewMs, schedule: (delayMs, run) => real.schedule(delayMs, run) },
    })
    subscriber.start()
    subscriber.acknowledged()
    skewMs = 3_600_000
    await real.advance(2000)
    subscriber.acknowledged()
    await real.advance(TICK / 2 - 1)
    expect(socket.frames).toHaveLength(2)
    expect(socket.closed).toBeUndefined()
  })

  it('does not tick twice when a timer fires a little early', async () => {
    const real = fakeClock()
    const early = (delayMs: number) => Math.max(0, delayMs - 1)
    const { subscriber, socket } = aSubscriber({
      clock: { now: () => real.now(), schedule: (delayMs, run) => real.schedule(early(delayMs), run) },
    })
    subscriber.start()
    for (let second = 0; second < 12; second++) {
      subscriber.acknowledged()
      await real.advance(1000)
    }
    expect(socket.frames).toHaveLength(4)
  })
})

type Step = 'change' | 'acknowledge' | number
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>('change'),
  fc.constant<Step>('acknowledge'),
  fc.integer({ min: 1, max: 2 * TICK }),
)

describe('whatever happens, a subscriber', () => {
  it('never has two frames out, and has the newest one after it acknowledges', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 1, max: TICK }),
        async (steps, phaseMs) => {
          const { subscriber, socket, state, change, clock } = aSubscriber({ phaseMs })
          let acknowledged = 0
          const expectOneOutAtMost = () => expect(socket.frames.length - acknowledged).toBeLessThanOrEqual(1)
          const acknowledge = () => {
            acknowledged = socket.frames.length
            subscriber.acknowledged()
          }

          subscriber.start()
          for (const one of steps) {
            if (one === 'change') change()
            else if (one === 'acknowledge') acknowledge()
            else await clock.advance(one)
            expectOneOutAtMost()
          }

          if (socket.closed) return
          acknowledge()
          acknowledge()
          expect(sentTo(socket).at(-1)).toBe(state.changes)
          expect(state.sent).toBe(socket.frames.length)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is sent as much whether or not anything changed, as long as changes are rarer than ticks', async () => {
    const framesOver = async (changes: boolean) => {
      const { subscriber, socket, change, acknowledgingAdvance } = aSubscriber()
      subscriber.start()
      for (let round = 0; round < 20; round++) {
        await acknowledgingAdvance(TICK)
        if (changes) change()
      }
      await acknowledgingAdvance(TICK)
      return socket.frames.length
    }
    expect(await framesOver(true)).toBe(await framesOver(false))
  })
})

import { fakeClock } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChangeWaves, MIN_INTERVAL_MS } from './change-waves.ts'

function wavesAt() {
  const clock = fakeClock(0)
  const sentAt: number[] = []
  const waves = new ChangeWaves(clock, () => {
    sentAt.push(clock.now())
    return Promise.resolve()
  })
  return { clock, sentAt, waves }
}

describe('a change', () => {
  it('goes out at once after a quiet period', async () => {
    const { clock, sentAt, waves } = wavesAt()
    await clock.advance(123)
    waves.request()
    expect(sentAt).toEqual([123])
  })

  it('goes out with those that follow it too soon, an interval after the one before', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request()
    await clock.advance(100)
    waves.request()
    await clock.advance(100)
    waves.request()
    await clock.advance(5000)
    expect(sentAt).toEqual([0, 1000])
  })

  it('waits for a wave that takes longer than the interval', async () => {
    const clock = fakeClock(0)
    const sentAt: number[] = []
    const waves = new ChangeWaves(clock, async () => {
      sentAt.push(clock.now())
      await new Promise<void>((resolve) => clock.schedule(2500, resolve))
    })
    waves.request()
    await clock.advance(1500)
    waves.request()
    waves.request()
    await clock.advance(10_000)
    expect(sentAt).toEqual([0, 2500])
  })

  it('is not held up for longer than the interval by a clock that is set back', async () => {
    let setBackMs = 0
    const real = fakeClock()
    let sent = 0
    const waves = new ChangeWaves(
      { now: () => real.now() - setBackMs, schedule: (delayMs, run) => real.schedule(delayMs, run) },
      () => {
        sent++
        return Promise.resolve()
      },
    )
    waves.request()
    await real.advance(0)
    setBackMs = 3_600_000
    waves.request()
    await real.advance(MIN_INTERVAL_MS)
    expect(sent).toBe(2)
  })

  it('does not go out after stop', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request()
    await clock.advance(1)
    waves.request()
    waves.stop()
    await clock.advance(5000)
    expect(sentAt).toEqual([0])
    expect(clock.pending()).toBe(0)
  })

  it('is never lost and never goes out within the interval of another, whatever the timing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 30 }), async (pauses) => {
        const { clock, sentAt, waves } = wavesAt()
        for (const pauseMs of pauses) {
          await clock.advance(pauseMs)
          const requestedAt = clock.now()
          waves.request()
          expect(clock.pending() === 1 || sentAt.at(-1) === requestedAt).toBe(true)
        }
        await clock.advance(MIN_INTERVAL_MS)
        expect(clock.pending()).toBe(0)
        for (const [index, at] of sentAt.slice(1).entries()) {
          expect(at - (sentAt[index] ?? 0)).toBeGreaterThanOrEqual(MIN_INTERVAL_MS)
        }
      }),
    )
  })
})

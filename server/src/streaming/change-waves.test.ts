import { fakeClock } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstallCause } from '../snapshots/snapshot-service.ts'
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

describe('a change of a commit', () => {
  it('goes out at once after a quiet period', async () => {
    const { clock, sentAt, waves } = wavesAt()
    await clock.advance(123)
    waves.request('commit')
    expect(sentAt).toEqual([123])
  })

  it('goes out with those that follow it too soon, an interval after the one before', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request('commit')
    await clock.advance(100)
    waves.request('commit')
    await clock.advance(100)
    waves.request('commit')
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
    waves.request('commit')
    await clock.advance(1500)
    waves.request('commit')
    waves.request('commit')
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
    waves.request('commit')
    await real.advance(0)
    setBackMs = 3_600_000
    waves.request('commit')
    await real.advance(MIN_INTERVAL_MS)
    expect(sent).toBe(2)
  })

  it('does not go out after stop', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request('commit')
    await clock.advance(1)
    waves.request('commit')
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
          waves.request('commit')
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

describe('a change of an operator', () => {
  it('goes out at once although that of a commit just did', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request('commit')
    await clock.advance(10)
    waves.request('operation')
    await clock.advance(5000)
    expect(sentAt).toEqual([0, 10])
  })

  it('takes along the change of a commit that waits', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request('commit')
    await clock.advance(100)
    waves.request('commit')
    await clock.advance(100)
    waves.request('operation')
    await clock.advance(5000)
    expect(sentAt).toEqual([0, 200])
  })

  it('waits for the interval of operators only', async () => {
    const { clock, sentAt, waves } = wavesAt()
    waves.request('operation')
    await clock.advance(100)
    waves.request('operation')
    waves.request('commit')
    await clock.advance(5000)
    waves.request('operation')
    await clock.advance(500)
    waves.request('operation')
    await clock.advance(5000)
    expect(sentAt).toEqual([0, 100, 5100, 6100])
  })
})

interface Step {
  readonly cause: InstallCause
  readonly pauseMs: number
}

const steps = fc.array(
  fc.record<Step>({
    cause: fc.constantFrom('commit', 'operation'),
    pauseMs: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 3000 })),
  }),
  { maxLength: 30 },
)

describe('whatever the timing, the causes, and how long a wave takes', () => {
  const runSteps = async (all: readonly Step[], waveMs: number) => {
    const clock = fakeClock(0)
    const sentAt: number[] = []
    let running = 0
    const waves = new ChangeWaves(clock, async () => {
      expect(++running).toBe(1)
      sentAt.push(clock.now())
      if (waveMs > 0) await new Promise<void>((resolve) => clock.schedule(waveMs, resolve))
      running--
    })
    const requests: { readonly cause: InstallCause; readonly at: number; readonly wavesBefore: number }[] = []
    for (const { cause, pauseMs } of all) {
      await clock.advance(pauseMs)
      requests.push({ cause, at: clock.now(), wavesBefore: sentAt.length })
      waves.request(cause)
    }
    await clock.advance(10_000)
    expect(clock.pending()).toBe(0)
    return { sentAt, requests }
  }
  const waveMs = fc.constantFrom(0, 0, 50, 700, 1500)

  it('every change is followed by a wave that began after it, an interval and a wave later at most', async () => {
    await fc.assert(
      fc.asyncProperty(steps, waveMs, async (all, lastsMs) => {
        const { sentAt, requests } = await runSteps(all, lastsMs)
        for (const { at, wavesBefore } of requests) {
          const next = sentAt[wavesBefore] ?? Infinity
          expect(next).toBeGreaterThanOrEqual(at)
          expect(next).toBeLessThanOrEqual(at + MIN_INTERVAL_MS + lastsMs)
        }
      }),
    )
  })

  it('there are never more than two waves in an interval, and one where there is but one cause', async () => {
    await fc.assert(
      fc.asyncProperty(steps, waveMs, async (all, lastsMs) => {
        const { sentAt, requests } = await runSteps(all, lastsMs)
        const most = new Set(requests.map(({ cause }) => cause)).size
        for (const start of sentAt) {
          const within = sentAt.filter((at) => at >= start && at < start + MIN_INTERVAL_MS)
          expect(within.length).toBeLessThanOrEqual(most)
        }
      }),
    )
  })

  it('an operator waits for no commit but the wave that is under way', async () => {
    await fc.assert(
      fc.asyncProperty(steps, waveMs, async (all, lastsMs) => {
        const { sentAt, requests } = await runSteps(all, lastsMs)
        const operations = requests.filter(({ cause }) => cause === 'operation')
        for (const [index, { at, wavesBefore }] of operations.entries()) {
          const isQuiet =
            operations[index - 1] === undefined ||
            at - operations[index - 1]!.at > 2 * MIN_INTERVAL_MS + lastsMs
          if (isQuiet) expect(sentAt[wavesBefore]).toBeLessThanOrEqual(at + lastsMs)
        }
      }),
    )
  })
})

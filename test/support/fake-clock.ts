import type { Clock } from '@evenkeel/core/clock'

export interface FakeClock extends Clock {
  /**
   * Lets `durationMs` pass: runs what falls due in order, at its own time, and lets promises settle between runs
   * and at the end.
   */
  advance(durationMs: number): Promise<void>
  /** How many runs are waiting. */
  pending(): number
}

interface Scheduled {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export function fakeClock(startMs: number = Date.parse('2026-11-01T00:00:00Z')): FakeClock {
  const waiting = new Set<Scheduled>()
  let now = startMs
  let order = 0

  const nextDue = (until: number): Scheduled | undefined =>
    [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]

  return {
    now: () => now,
    schedule(delayMs, run) {
      const scheduled: Scheduled = { at: now + Math.max(0, delayMs), order: order++, run }
      waiting.add(scheduled)
      return () => void waiting.delete(scheduled)
    },
    async advance(durationMs) {
      const until = now + durationMs
      await settle()
      for (let due = nextDue(until); due; due = nextDue(until)) {
        waiting.delete(due)
        now = Math.max(now, due.at)
        due.run()
        await settle()
      }
      now = until
      await settle()
    },
    pending: () => waiting.size,
  }
}

/** Lets every promise that can settle without time or I/O do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

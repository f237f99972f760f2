import type { Clock } from '@evenkeel/core/clock'

/** Injection token of the process's Clock. */
export const CLOCK = Symbol('Clock')

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

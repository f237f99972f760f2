import type { Clock } from '@evenkeel/core/clock'

/** What the SDK takes from the machine it runs on. */
export interface Runtime {
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly fetch: typeof fetch
}

const clock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref()
    return () => {
      clearTimeout(timer)
    }
  },
}

export const nodeRuntime: Runtime = { clock, random: Math.random, fetch: globalThis.fetch }

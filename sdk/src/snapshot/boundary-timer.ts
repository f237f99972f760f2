import type { Clock } from '@evenkeel/core/clock'
import type { TimeBoundary } from '@evenkeel/core/snapshot'

/** How long a clock may have been set before that is noticed: timers do not follow it. */
const LONGEST_WAIT_MS = 60_000

export interface BoundaryTimerOptions {
  readonly clock: Clock
  /** Of the snapshot in use, ascending. */
  readonly boundaries: () => readonly TimeBoundary[]
  /**
   * Told once of each boundary that passes, also when a clock that is set back leaves it ahead again, with the sorted
   * keys of the flags that may have changed there.
   */
  readonly passed: (flags: readonly string[]) => void
}

/** Waits for the next instant at which a `during` begins or ends. */
export class BoundaryTimer {
  readonly #options: BoundaryTimerOptions
  /** Boundaries up to here are told. */
  #toldUntil: number | undefined
  #cancel: (() => void) | undefined

  constructor(options: BoundaryTimerOptions) {
    this.#options = options
  }

  /** Tells what has passed, and waits for what comes next; to be called before and after the snapshot is another. */
  look(): void {
    this.stop()
    const { clock, passed } = this.#options
    const boundaries = this.#options.boundaries()
    const now = clock.now()
    const toldUntil = this.#toldUntil ?? now
    const flags = boundaries.flatMap(({ at, flags }) => (at <= toldUntil === at <= now ? [] : flags))
    this.#toldUntil = now
    const next = boundaries.find(({ at }) => at > now)
    if (next !== undefined) {
      this.#cancel = clock.schedule(Math.min(next.at - now, LONGEST_WAIT_MS), () => {
        this.look()
      })
    }
    if (flags.length > 0) passed([...new Set(flags)].sort())
  }

  stop(): void {
    this.#cancel?.()
  }
}

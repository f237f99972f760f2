import type { Clock } from '@evenkeel/core/clock'
import type { InstallCause } from '../snapshots/snapshot-service.ts'

/**
 * Changes of each cause go out at most this often, so the most a node is ever asked is two causes × subscribers ×
 * frame ÷ this.
 */
export const MIN_INTERVAL_MS = 1000

/**
 * Decides when changes go out: the first of its cause after a quiet period at once, those after it together, once the
 * interval has passed and the wave before is done. What an operator changes does not wait for the interval of a
 * commit. A wave takes along whatever was asked for before it began.
 */
export class ChangeWaves {
  readonly #clock: Clock
  readonly #sendToAll: () => Promise<void>
  readonly #lastAt = new Map<InstallCause, number>()
  /** How to cancel the waves that are waited for. */
  readonly #waiting = new Map<InstallCause, () => void>()
  readonly #requestedMeanwhile = new Set<InstallCause>()
  #running = false

  constructor(clock: Clock, sendToAll: () => Promise<void>) {
    this.#clock = clock
    this.#sendToAll = sendToAll
  }

  request(cause: InstallCause): void {
    if (this.#waiting.has(cause)) return
    if (this.#running) {
      this.#requestedMeanwhile.add(cause)
      return
    }
    const lastAt = this.#lastAt.get(cause) ?? -Infinity
    const waitMs = Math.min(MIN_INTERVAL_MS, lastAt + MIN_INTERVAL_MS - this.#clock.now())
    if (waitMs <= 0) void this.#run(cause)
    else
      this.#waiting.set(
        cause,
        this.#clock.schedule(waitMs, () => void this.#run(cause)),
      )
  }

  stop(): void {
    this.#cancelWaiting()
    this.#requestedMeanwhile.clear()
  }

  async #run(cause: InstallCause): Promise<void> {
    this.#cancelWaiting()
    this.#lastAt.set(cause, this.#clock.now())
    this.#running = true
    await this.#sendToAll()
    this.#running = false
    this.#requestAgain()
  }

  /** The first that goes out takes the other along. */
  #requestAgain(): void {
    const causes = [...this.#requestedMeanwhile]
    this.#requestedMeanwhile.clear()
    for (const cause of causes) if (!this.#running) this.request(cause)
  }

  #cancelWaiting(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }
}

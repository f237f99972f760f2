import type { Clock } from '@evenkeel/core/clock'

/** A change goes out at most this often, so the most a node is ever asked is subscribers × frame ÷ this. */
export const MIN_INTERVAL_MS = 1000

/**
 * Decides when changes go out: the first after a quiet period at once, those after it together, once the interval
 * has passed and the wave before is done.
 */
export class ChangeWaves {
  readonly #clock: Clock
  readonly #sendToAll: () => Promise<void>
  #lastAt = -Infinity
  #running = false
  #cancelNext: (() => void) | undefined
  #requestedMeanwhile = false

  constructor(clock: Clock, sendToAll: () => Promise<void>) {
    this.#clock = clock
    this.#sendToAll = sendToAll
  }

  request(): void {
    if (this.#cancelNext) return
    if (this.#running) {
      this.#requestedMeanwhile = true
      return
    }
    const waitMs = Math.min(MIN_INTERVAL_MS, this.#lastAt + MIN_INTERVAL_MS - this.#clock.now())
    if (waitMs <= 0) void this.#run()
    else this.#cancelNext = this.#clock.schedule(waitMs, () => void this.#run())
  }

  stop(): void {
    this.#cancelNext?.()
    this.#cancelNext = undefined
    this.#requestedMeanwhile = false
  }

  async #run(): Promise<void> {
    this.#cancelNext = undefined
    this.#lastAt = this.#clock.now()
    this.#running = true
    await this.#sendToAll()
    this.#running = false
    if (!this.#requestedMeanwhile) return
    this.#requestedMeanwhile = false
    this.request()
  }
}

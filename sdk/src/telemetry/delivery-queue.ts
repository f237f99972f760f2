import { messageOf } from '@evenkeel/core/errors'
import type { Logger } from '../logger.ts'
import { guarded } from '../logger.ts'
import type { Runtime } from '../runtime.ts'
import { retryDelayMs } from '../source/retry-delay.ts'
import { Ring } from './ring.ts'

const CAPACITY = 10_000
const BATCH_SIZE = 500
const FLUSH_MS = 5_000
const SEND_TIMEOUT_MS = 30_000

export type DeliveryRuntime = Pick<Runtime, 'clock' | 'random'>

export interface DeliveryQueueOptions<T> {
  /** What is delivered, as a plural: `exposures`. */
  readonly what: string
  /** Throws or rejects when it did not work. */
  readonly deliver: (batch: readonly T[], dropped: number) => Promise<void> | void
  /** How often a batch is tried. */
  readonly attempts: number
  readonly logger: Logger
  readonly runtime: DeliveryRuntime
}

/**
 * Takes what happens in evaluations and delivers it later, in batches, one batch at a time: five seconds after the first
 * item, sooner when a batch is full. When there is no room the oldest goes. Nothing here throws or makes the caller wait.
 */
export class DeliveryQueue<T> {
  readonly #options: DeliveryQueueOptions<T>
  readonly #logger: Logger
  readonly #waiting = new Ring<T>(CAPACITY)
  #dropped = 0
  #delivering: Promise<void> | undefined
  #isClosed = false
  /** Ends the wait for the next batch, or for the next attempt. */
  #cancelFlush: (() => void) | undefined
  #endPause: (() => void) | undefined

  constructor(options: DeliveryQueueOptions<T>) {
    this.#options = options
    this.#logger = guarded(options.logger)
  }

  get dropped(): number {
    return this.#dropped
  }

  add(item: T): void {
    if (this.#isClosed || this.#waiting.push(item)) this.#dropped += 1
    else if (this.#waiting.size === 1 || this.#waiting.size === BATCH_SIZE) this.#awaitFlush()
  }

  /** Delivers what waits, trying each batch once more; never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelFlush?.()
    this.#endPause?.()
    await this.#delivering
    while (this.#waiting.size > 0) await this.#deliverBatch()
  }

  #awaitFlush(): void {
    this.#cancelFlush?.()
    if (this.#delivering !== undefined || this.#isClosed || this.#waiting.size === 0) return
    const delayMs = this.#waiting.size >= BATCH_SIZE ? 0 : FLUSH_MS
    this.#cancelFlush = this.#options.runtime.clock.schedule(delayMs, () => {
      this.#delivering = this.#deliverBatch().finally(() => {
        this.#delivering = undefined
        this.#awaitFlush()
      })
    })
  }

  async #deliverBatch(): Promise<void> {
    const { what, attempts, runtime } = this.#options
    const batch = this.#waiting.take(BATCH_SIZE)
    for (let failures = 1; ; failures++) {
      try {
        await this.#attempt(batch)
        return
      } catch (thrown) {
        if (failures >= attempts || this.#isClosed) {
          this.#dropped += batch.length
          this.#logger.warn(
            `evenkeel: dropped ${batch.length} ${what} that did not arrive: ${messageOf(thrown)}`,
          )
          return
        }
        await this.#pause(retryDelayMs(failures, undefined, runtime.random))
      }
    }
  }

  async #attempt(batch: readonly T[]): Promise<void> {
    const { deliver, runtime } = this.#options
    let cancel: () => void = () => undefined
    const silence = new Promise<never>((_resolve, reject) => {
      cancel = runtime.clock.schedule(SEND_TIMEOUT_MS, () => {
        reject(new Error(`no answer for ${SEND_TIMEOUT_MS / 1000} s`))
      })
    })
    try {
      await Promise.race([deliver(batch, this.#dropped), silence])
    } finally {
      cancel()
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.runtime.clock.schedule(delayMs, resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
  }
}

import type { Runtime } from '../../runtime.ts'
import type { Connection, Ending } from './connection.ts'
import { failureOfEnding } from './ending-failure.ts'
import type { Endpoint } from '../endpoint.ts'
import { retryDelayMs } from '../retry-delay.ts'
import type { Receiver, Source } from '../source.ts'

/** A connection that brought frames for this long was a good one. */
export const STEADY_MS = 20_000

export interface WebSocketSourceOptions {
  readonly endpoint: Endpoint
  /** A connection on which nothing arrives for this long is given up. */
  readonly silenceMs: number
  readonly runtime: Pick<Runtime, 'clock' | 'random' | 'connect'>
}

/** Holds one stream open and opens it again, with backoff, whenever it ends. */
export class WebSocketSource implements Source {
  readonly kind = 'server'
  readonly #options: WebSocketSourceOptions

  constructor(options: WebSocketSourceOptions) {
    this.#options = options
  }

  start(receiver: Receiver): () => void {
    const stream = new Stream(this.#options, receiver)
    stream.open()
    return () => {
      stream.close()
    }
  }
}

class Stream {
  readonly #options: WebSocketSourceOptions
  readonly #receiver: Receiver
  #connection: Connection | undefined
  /** Cancels the one thing that is waited for: a sign of life, or the time to open again. */
  #cancelTimer: () => void = () => undefined
  #failures = 0
  #openedAt = 0
  #lastFrameAt: number | undefined

  constructor(options: WebSocketSourceOptions, receiver: Receiver) {
    this.#options = options
    this.#receiver = receiver
  }

  open(): void {
    const { runtime, endpoint } = this.#options
    this.#openedAt = runtime.clock.now()
    this.#lastFrameAt = undefined
    this.#awaitSign()
    this.#connection = runtime.connect(endpoint, {
      alive: () => {
        this.#awaitSign()
      },
      frame: (bytes) => {
        this.#awaitSign()
        this.#lastFrameAt = runtime.clock.now()
        this.#receiver.frame(bytes)
      },
      ended: (ending) => {
        this.#ended(ending)
      },
    })
  }

  close(): void {
    this.#cancelTimer()
    this.#connection?.close()
  }

  #awaitSign(): void {
    this.#wait(this.#options.silenceMs, () => {
      this.#connection?.close()
      const seconds = this.#options.silenceMs / 1000
      this.#ended({ cause: new Error(`nothing arrived for ${seconds} s`) })
    })
  }

  #ended(ending: Ending): void {
    const { clock, random } = this.#options.runtime
    const failure = failureOfEnding(ending, this.#options.endpoint, clock.now())
    const steady = this.#lastFrameAt !== undefined && this.#lastFrameAt - this.#openedAt >= STEADY_MS
    this.#failures = steady ? 1 : this.#failures + 1
    this.#wait(retryDelayMs(this.#failures, failure, random), () => {
      this.open()
    })
    // The end of a good stream, as when a server restarts, is no failure unless opening it again is one.
    if (!steady || failure.code !== 'unreachable') this.#receiver.failed(failure)
  }

  #wait(delayMs: number, run: () => void): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#options.runtime.clock.schedule(delayMs, run)
  }
}

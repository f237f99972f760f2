import type { Runtime } from '../../runtime.ts'
import type { ClientReport } from '../client-report.ts'
import type { Endpoint } from '../endpoint.ts'
import { retryDelayMs } from '../retry-delay.ts'
import type { Receiver, Source } from '../source.ts'
import type { Connect, Connection, Ending } from './connection.ts'
import { failureOfEnding } from './ending-failure.ts'
import { StatusSender } from './status-sender.ts'

/** A connection that brought frames for this long was a good one. */
export const STEADY_MS = 20_000

export interface WebSocketSourceOptions {
  readonly endpoint: Endpoint
  readonly report: ClientReport
  /** A connection on which nothing arrives for this long is given up. */
  readonly silenceMs: number
  readonly connect: Connect
  readonly runtime: Pick<Runtime, 'clock' | 'random'>
}

/** Holds one stream open and opens it again, with backoff, whenever it ends. */
export class WebSocketSource implements Source {
  readonly kind = 'server'
  readonly #options: WebSocketSourceOptions
  readonly #statuses: StatusSender
  #receiver!: Receiver
  #connection: Connection | undefined
  /** Cancels the one thing that is waited for: a sign of life, or the time to open again. */
  #cancelTimer: (() => void) | undefined
  #failures = 0
  #openedAt = 0
  #lastFrameAt = 0

  constructor(options: WebSocketSourceOptions) {
    this.#options = options
    this.#statuses = new StatusSender({
      report: options.report,
      clock: options.runtime.clock,
      send: (message) => this.#connection?.send(message),
    })
  }

  start(receiver: Receiver): () => void {
    this.#receiver = receiver
    this.#open()
    return () => {
      this.#cancelTimer?.()
      this.#statuses.stop()
      this.#connection?.close()
    }
  }

  #open(): void {
    const { runtime, endpoint, connect } = this.#options
    this.#openedAt = this.#lastFrameAt = runtime.clock.now()
    this.#awaitSign()
    this.#connection = connect(endpoint, {
      opened: () => {
        this.#awaitSign()
        this.#statuses.opened()
      },
      alive: () => {
        this.#awaitSign()
      },
      frame: (bytes) => {
        this.#awaitSign()
        this.#lastFrameAt = runtime.clock.now()
        this.#receiver.frame(bytes)
        this.#statuses.looked()
      },
      ended: (ending) => {
        this.#ended(ending)
      },
    })
  }

  #awaitSign(): void {
    const { silenceMs } = this.#options
    this.#wait(silenceMs, () => {
      this.#connection?.close()
      this.#ended({ cause: `nothing arrived for ${silenceMs / 1000} s` })
    })
  }

  #ended(ending: Ending): void {
    const { clock, random } = this.#options.runtime
    this.#statuses.stop()
    const failure = failureOfEnding(ending, this.#options.endpoint, clock.now())
    const wasSteady = this.#lastFrameAt - this.#openedAt >= STEADY_MS
    this.#failures = wasSteady ? 1 : this.#failures + 1
    this.#wait(retryDelayMs(this.#failures, failure, random), () => {
      this.#open()
    })
    // The end of a good stream, as when a server restarts, is no failure unless opening it again is one.
    if (!wasSteady || failure.code !== 'unreachable') this.#receiver.failed(failure)
  }

  #wait(delayMs: number, run: () => void): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.#options.runtime.clock.schedule(delayMs, run)
  }
}

import type { Clock } from '@evenkeel/core/clock'
import { STREAM_CLOSE_CODES } from '@evenkeel/core/protocol'
import type { SubscriberSocket } from './subscriber-socket.ts'

/** So many regular ticks in a row without an acknowledgement end a connection. */
const MAX_MISSED_TICKS = 3

export interface SubscriberOptions {
  readonly clock: Clock
  readonly socket: SubscriberSocket
  /** The frame as of now; asked for each time one is sent. */
  readonly latestFrame: () => Uint8Array | undefined
  /** Whether the token that opened the stream is still good; asked each tick. */
  readonly isAdmitted: () => boolean
  readonly tickMs: number
  /** When the first tick comes, in (0, tickMs]; spread over subscribers so that their ticks are. */
  readonly phaseMs: number
  readonly onFrameSent: () => void
  readonly onTooSlow: () => void
}

/**
 * One stream: the current frame at the start, then one each tick, changed or not. A change brings the next tick
 * forward and replaces it. At most one frame is out without an acknowledgement; what comes meanwhile is only
 * remembered, and the newest frame goes out with the acknowledgement. (How much a socket has buffered says nothing:
 * the kernel holds megabytes of its own.)
 */
export class Subscriber {
  readonly #options: SubscriberOptions
  readonly #startedAt: number
  #cancelTick: () => void = () => undefined
  #unacknowledged = false
  #due = false
  #tickReplaced = false
  #missedTicks = 0
  #ended = false

  constructor(options: SubscriberOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
  }

  start(): void {
    this.#deliver()
    this.#schedule(this.#options.phaseMs)
  }

  /** There is a newer frame. */
  changed(): void {
    this.#tickReplaced = true
    this.#deliver()
  }

  /** The peer has the frame that was sent last. */
  acknowledged(): void {
    this.#unacknowledged = false
    this.#missedTicks = 0
    if (this.#due) this.#deliver()
  }

  close(code: number, reason: string): void {
    if (this.#ended) return
    this.ended()
    this.#options.socket.close(code, reason)
  }

  /** The connection is gone. */
  ended(): void {
    this.#ended = true
    this.#cancelTick()
  }

  #tick(): void {
    if (!this.#options.isAdmitted()) {
      this.close(STREAM_CLOSE_CODES.unauthorized, 'the token is no longer good')
      return
    }
    if (this.#unacknowledged && ++this.#missedTicks >= MAX_MISSED_TICKS) {
      this.#options.onTooSlow()
      this.close(STREAM_CLOSE_CODES.tooSlow, `no acknowledgement for ${MAX_MISSED_TICKS} ticks`)
      return
    }
    this.#scheduleNextTick()
    if (this.#tickReplaced) this.#tickReplaced = false
    else this.#deliver()
  }

  #deliver(): void {
    if (this.#ended) return
    this.#due = this.#unacknowledged
    if (this.#unacknowledged) return
    const frame = this.#options.latestFrame()
    if (!frame) return
    this.#unacknowledged = true
    this.#options.socket.send(frame)
    this.#options.onFrameSent()
  }

  /**
   * The next instant of this subscriber's phase that is at least half a tick away: a timer may fire a little early,
   * and ticks missed while the process or its clock stood still stay missed.
   */
  #scheduleNextTick(): void {
    const { clock, tickMs, phaseMs } = this.#options
    const sincePhaseMs = (((clock.now() - this.#startedAt - phaseMs) % tickMs) + tickMs) % tickMs
    const untilPhaseMs = tickMs - sincePhaseMs
    this.#schedule(untilPhaseMs < tickMs / 2 ? untilPhaseMs + tickMs : untilPhaseMs)
  }

  #schedule(delayMs: number): void {
    this.#cancelTick = this.#options.clock.schedule(delayMs, () => this.#tick())
  }
}

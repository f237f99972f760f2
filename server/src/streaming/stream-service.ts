import type { Clock } from '@evenkeel/core/clock'
import { STREAM_CLOSE_CODES } from '@evenkeel/core/protocol'
import { HttpProblem } from '../errors.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import { ChangeWaves } from './change-waves.ts'
import { inSlices } from './in-slices.ts'
import type { StreamingMetrics } from './streaming-metrics.ts'
import { Subscriber } from './subscriber.ts'
import type { SubscriberSocket } from './subscriber-socket.ts'

/** Streams a process holds open at most, over all environments. */
export const MAX_STREAMS = 20_000

export interface StreamServiceOptions {
  readonly served: ServedSnapshots
  readonly clock: Clock
  readonly metrics: StreamingMetrics
  readonly tickMs: number
  readonly maxStreams: number
  /** In [0, 1); spreads the subscribers' ticks. */
  readonly random: () => number
}

/** A stream to be: where it goes, and whether it may still go there. */
export interface StreamOpening {
  readonly environment: string
  readonly socket: SubscriberSocket
  /** Asked each tick. */
  readonly isAdmitted: () => boolean
}

/** What the edge tells an open stream. */
export interface OpenStream {
  acknowledged(): void
  ended(): void
}

interface Audience {
  readonly subscribers: Set<Subscriber>
  readonly waves: ChangeWaves
}

/** Every open stream of the process, by environment. */
export class StreamService {
  readonly #options: StreamServiceOptions
  readonly #audiences = new Map<string, Audience>()
  readonly #stopListening: () => void
  #closing = false

  constructor(options: StreamServiceOptions) {
    this.#options = options
    this.#stopListening = options.served.onInstalled((environment, cause) =>
      this.#audiences.get(environment)?.waves.request(cause),
    )
  }

  /** Throws HttpProblem 503 where no further stream is taken; streams that are open are never ended for a new one. */
  requireRoom(): void {
    if (this.#closing) {
      throw new HttpProblem(
        503,
        'shutting-down',
        'This server is going away; connect again, to another replica.',
      )
    }
    if (this.#count() >= this.#options.maxStreams) {
      throw new HttpProblem(
        503,
        'too-many-streams',
        `This server holds ${this.#options.maxStreams} streams and takes no more; connect to another replica, or poll.`,
      )
    }
  }

  /** Sends the current frame and keeps sending until the stream has ended. */
  open({ environment, socket, isAdmitted }: StreamOpening): OpenStream {
    const { served, clock, metrics, tickMs, random } = this.#options
    const { subscribers } = this.#audienceOf(environment)
    const subscriber = new Subscriber({
      clock,
      socket,
      latestFrame: () => served.findFrame(environment),
      isAdmitted,
      tickMs,
      phaseMs: tickMs * (1 - random()),
      onFrameSent: () => metrics.frameSent(environment),
      onTooSlow: () => metrics.slowConsumerEnded(environment),
    })
    subscribers.add(subscriber)
    metrics.subscribers(environment, subscribers.size)
    subscriber.start()
    return {
      acknowledged: () => subscriber.acknowledged(),
      ended: () => {
        subscriber.ended()
        subscribers.delete(subscriber)
        metrics.subscribers(environment, subscribers.size)
      },
    }
  }

  /** Takes no more streams and ends those that are open. */
  async close(): Promise<void> {
    this.#closing = true
    this.#stopListening()
    for (const { subscribers, waves } of this.#audiences.values()) {
      waves.stop()
      await inSlices(subscribers, (subscriber) =>
        subscriber.close(STREAM_CLOSE_CODES.goingAway, 'this server is going away'),
      )
    }
  }

  #audienceOf(environment: string): Audience {
    const held = this.#audiences.get(environment)
    if (held) return held
    const subscribers = new Set<Subscriber>()
    const waves = new ChangeWaves(this.#options.clock, () =>
      inSlices(subscribers, (subscriber) => subscriber.changed()),
    )
    const audience = { subscribers, waves }
    this.#audiences.set(environment, audience)
    return audience
  }

  #count(): number {
    return [...this.#audiences.values()].reduce((total, { subscribers }) => total + subscribers.size, 0)
  }
}

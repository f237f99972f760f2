import type { Clock } from '@evenkeel/core/clock'
import type { ClientIdentity, ClientStanding, Hello } from '@evenkeel/core/protocol'
import { parseClientHeader, parseClientMessage } from '@evenkeel/core/protocol'
import type { Revision } from '@evenkeel/core/revision'
import type { ClientsAhead, FleetInstance } from './fleet-instance.ts'
import type { FleetMetrics } from './fleet-metrics.ts'
import { FleetRoster } from './fleet-roster.ts'

/** As many as there may be streams. */
export const MAX_INSTANCES = 20_000

const POLLER_LIFETIME_MS = 300_000
const SWEEP_MS = 5000

export interface ServedHead extends Revision {
  readonly environment: string
}

export interface FleetOptions {
  readonly clock: Clock
  readonly metrics: FleetMetrics
  readonly maxInstances: number
  /** What is served now. */
  readonly heads: () => readonly ServedHead[]
}

/** What the edge tells of a client's stream. */
export interface ClientStream {
  /** A text message as it came, of bounded length. */
  heard(message: string): void
  ended(): void
}

/**
 * Who is connected to this process, and what they say that they hold: in memory, as clients tell it. Nothing that a
 * client says does more than change its own entry.
 */
export class Fleet {
  readonly #options: FleetOptions
  readonly #roster: FleetRoster
  #cancelSweep: (() => void) | undefined

  constructor(options: FleetOptions) {
    this.#options = options
    this.#roster = new FleetRoster(options.maxInstances)
  }

  /** From now on, those that have not polled for five minutes are forgotten, and clients ahead are counted. */
  start(): void {
    this.#cancelSweep = this.#options.clock.schedule(SWEEP_MS, () => {
      this.#sweep()
      this.start()
    })
  }

  stop(): void {
    this.#cancelSweep?.()
  }

  clientsOf(environment: string): readonly FleetInstance[] {
    return this.#roster.clientsOf(environment)
  }

  /** Those that hold a newer revision than `head`: the server lost what it had published, and they will not take less. */
  clientsAhead(environment: string, head: Revision): ClientsAhead {
    return this.#roster.clientsAhead(environment, head)
  }

  /** For a stream whose client is authenticated for the environment. */
  connect(environment: string): ClientStream {
    const stream = {}
    let client: FleetInstance | undefined
    return {
      heard: (message) => {
        const told = this.#read(message, environment, client)
        if (!told) return
        client = told
        this.#roster.streamed(stream, told)
      },
      ended: () => {
        if (client) this.#roster.streamEnded(stream, client)
      },
    }
  }

  /** For a poll whose client is authenticated for the environment; `header` is what it says of itself, if it does. */
  polled(environment: string, header: string | readonly string[] | undefined): void {
    if (header === undefined) return
    const parsed = parseClientHeader(String(header))
    if (parsed.type === 'hello') {
      this.#roster.polled(this.#asTold({ ...identityIn(parsed), environment, over: 'poll' }, parsed))
    } else if (parsed.type === 'malformed') {
      this.#options.metrics.messageRefused(environment)
    }
  }

  /** The client as it is after a message; undefined when that is to be passed over. */
  #read(message: string, environment: string, before: FleetInstance | undefined): FleetInstance | undefined {
    const parsed = parseClientMessage(message)
    if (parsed.type === 'unknown') return undefined
    if (parsed.type === 'hello' && !before) {
      return this.#asTold({ ...identityIn(parsed), environment, over: 'stream' }, parsed)
    }
    if (parsed.type === 'status' && before) return this.#asTold(before, parsed)
    this.#options.metrics.messageRefused(environment)
    return undefined
  }

  #asTold(who: Omit<FleetInstance, 'lastSeenAt'>, { applied, rejected }: ClientStanding): FleetInstance {
    const { metrics, clock } = this.#options
    if (rejected) metrics.frameRejected(who.environment)
    return { ...who, applied, rejected, lastSeenAt: new Date(clock.now()) }
  }

  #sweep(): void {
    const { clock, metrics, heads } = this.#options
    this.#roster.forgetPollersSeenBefore(clock.now() - POLLER_LIFETIME_MS)
    for (const head of heads()) {
      metrics.clientsAhead(head.environment, this.clientsAhead(head.environment, head).count)
    }
  }
}

const identityIn = ({ sdk, formats, limits, instance, labels }: Hello): ClientIdentity => ({
  sdk,
  formats,
  limits,
  instance,
  labels,
})

import type { ClientIdentity, ClientStanding } from '@evenkeel/core/protocol'
import type { Revision } from '@evenkeel/core/revision'

/** A client that said hello, as it spoke last. */
export interface FleetInstance extends ClientIdentity, ClientStanding {
  readonly environment: string
  readonly over: 'stream' | 'poll'
  readonly lastSeenAt: Date
}

export interface ClientAhead extends Pick<FleetInstance, 'instance' | 'labels'> {
  readonly applied: Revision
}

/** Clients that hold a newer revision than is served. */
export interface ClientsAhead {
  readonly count: number
  /** At most 20 of them. */
  readonly clients: readonly ClientAhead[]
}

import type { Endpoint } from '../endpoint.ts'
import type { Connect, ConnectionListener } from './connection.ts'

/** A connection that was asked for: `listener` plays the other side. */
export interface FakeConnection {
  readonly endpoint: Endpoint
  readonly listener: ConnectionListener
  readonly sent: string[]
  closed: boolean
}

/** Keeps every connection that is asked for and opens none. */
export class FakeConnect {
  readonly connections: FakeConnection[] = []

  readonly connect: Connect = (endpoint, listener) => {
    const connection: FakeConnection = { endpoint, listener, sent: [], closed: false }
    this.connections.push(connection)
    return {
      send(message) {
        connection.sent.push(message)
      },
      close() {
        connection.closed = true
      },
    }
  }

  /** The newest one. */
  get latest(): FakeConnection {
    const latest = this.connections.at(-1)
    if (latest === undefined) throw new Error('no connection was asked for')
    return latest
  }
}

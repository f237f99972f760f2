/*
 * What a client tells the server, in version 1 of the protocol: on a stream each message is one text message, and a
 * poll has a Hello in its header. Servers pass over types and fields that they do not know.
 */

import type { Revision } from '../revision.ts'

/** What an operator tells instances apart by, such as service, version, region and zone. */
export type Labels = Readonly<Record<string, string>>

/** Who a client is, for as long as it lives. */
export interface ClientIdentity {
  readonly sdk: { readonly name: string; readonly version: string }
  /** The snapshot formatVersions that it reads. */
  readonly formats: readonly number[]
  /** The largest frame and inflated payload that it takes. */
  readonly limits: { readonly frameBytes: number; readonly payloadBytes: number }
  /** Unique among the clients of an environment. */
  readonly instance: string
  readonly labels: Labels
}

/** A frame that a client did not take. */
export interface RejectedFrame extends Partial<Revision> {
  /** One of the SDK's error codes, such as `wrong-signature`; both numbers are absent where the header is no good. */
  readonly code: string
  readonly message: string
}

/** What a client holds, wherever it got it from, and why it did not take the newest frame. */
export interface ClientStanding {
  /** Absent until the first snapshot. */
  readonly applied?: Revision | undefined
  /** Absent when the newest frame was taken. */
  readonly rejected?: RejectedFrame | undefined
}

/** Once, after connecting; in the header of each poll. */
export interface Hello extends ClientIdentity, ClientStanding {
  readonly type: 'hello'
}

/** After a frame was applied or rejected. */
export interface Status extends ClientStanding {
  readonly type: 'status'
}

export type ClientMessage = Hello | Status

import type { Snapshot } from '@evenkeel/core/snapshot'
import type { SdkError } from '../errors.ts'

/** Where a snapshot can come from, as `ready()` says it. */
export type SourceKind = 'server' | 'file' | 'memory'

/** Brings snapshots to a client. */
export interface Source {
  /** Snapshots from a server must come in order and become stale; a file or memory holds what someone put there. */
  readonly kind: SourceKind
  /** Begins bringing what there is to the receiver, and gives the way to stop. Never throws. */
  start(receiver: Receiver): () => void
}

/** The client's side: judges what arrives and keeps what it has when that is no good. Never throws. */
export interface Receiver {
  /** A frame as it travelled, not looked at yet. */
  frame(bytes: Uint8Array): void
  snapshot(snapshot: Snapshot): void
  /** Nothing came, and why. The source goes on trying. */
  failed(error: SdkError): void
}

import type { Revision } from '@evenkeel/core/revision'

export interface EnvironmentRevision extends Revision {
  readonly environment: string
}

/** A snapshot as it is kept: immutable once published. */
export interface StoredSnapshot extends EnvironmentRevision {
  readonly commit: string
  readonly stateHash: string
  readonly contentHash: string
  /** The canonical text, deflated once at publication. */
  readonly payload: Uint8Array
  readonly inflatedLength: number
  readonly frameBytes: number
  readonly publishedAt: Date
}

import type { ContentSummary } from '@evenkeel/core/compilation'
import type { SyncAttempt } from '../reconciliation/sync/sync-attempt-store.ts'

/** Immutable. */
export interface SnapshotRow {
  readonly environment: string
  readonly epoch: number
  readonly sequence: number
  readonly commit: string
  readonly stateHash: string
  readonly contentHash: string
  readonly payload: Buffer
  readonly inflatedLength: number
  readonly frameBytes: number
  readonly publishedAt: Date
}

/** What a commit says of an environment, as StoredCompilation has it. */
export interface CompilationRow {
  readonly environment: string
  readonly commit: string
  readonly formatVersion: number
  readonly content: Buffer
  readonly contentLength: number
  readonly contentHash: string
  readonly summary: ContentSummary
  readonly frameBytes: number
  readonly companion: Buffer | null
  /** SHA-256, hex, of the companion's bytes: whether it is the same is asked often, and the bytes are many. */
  readonly companionHash: string | null
}

/** Which snapshot of an environment is served. */
export interface HeadRow {
  readonly environment: string
  readonly epoch: number
  readonly sequence: number
  /** The commit that the environment is held at. */
  readonly pin: string | null
}

export interface SyncAttemptRow {
  /** Given by the database, in the order of recording. */
  readonly id?: string
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly outcome: SyncAttempt['outcome']
  readonly trigger: SyncAttempt['trigger']
  readonly commit: string | null
  readonly issues: SyncAttempt['issues']
  readonly error: NonNullable<SyncAttempt['error']> | null
}

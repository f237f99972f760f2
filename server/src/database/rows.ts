import type { SyncAttempt } from '../reconciliation/sync-attempt-store.ts'

/** A commit that was published. */
export interface RevisionRow {
  readonly commit: string
  readonly committedAt: Date
  readonly subject: string
  readonly author: string
  readonly publishedAt: Date
}

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

/** Which snapshot of an environment is served. */
export interface HeadRow {
  readonly environment: string
  readonly epoch: number
  readonly sequence: number
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

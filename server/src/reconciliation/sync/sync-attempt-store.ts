import type { Issue } from '@evenkeel/core/manifest'
import type { Transaction } from '../../database/unit-of-work.ts'

/** Injection token of the SyncAttemptStore. */
export const SYNC_ATTEMPT_STORE = Symbol('SyncAttemptStore')

export const SYNC_OUTCOMES = ['published', 'unchanged', 'held', 'refused', 'failed'] as const
/**
 * published: a new commit is served. unchanged: the newest commit is the one served. held: the commit, or an
 * environment of it, waits for an operator's word; what was served there stays. refused: the commit has errors; what was
 * served stays. failed: Git or the database could not be reached, or the commit could not be looked at; what was served
 * stays.
 */
export type SyncOutcome = (typeof SYNC_OUTCOMES)[number]

/** What made a sync happen, the weakest reason first. */
export const SYNC_TRIGGERS = ['poll', 'start', 'webhook', 'accept', 'retry'] as const
export type SyncTrigger = (typeof SYNC_TRIGGERS)[number]

/** Why a sync failed, and what to do. */
export interface SyncFailure {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** One try to bring the live state to the desired one. */
export interface SyncAttempt {
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly outcome: SyncOutcome
  readonly trigger: SyncTrigger
  /** Absent where Git could not be read. */
  readonly commit?: string
  readonly issues: readonly Issue[]
  readonly error?: SyncFailure
}

/** What happened, for people; the serving path never reads it. */
export interface SyncAttemptStore {
  record(attempt: SyncAttempt): Promise<void>
  /** Newest first. */
  findLatest(limit: number): Promise<readonly SyncAttempt[]>
  within(tx: Transaction): SyncAttemptStore
}

import type { Issue } from '@evenkeel/core/manifest'

export const SYNC_OUTCOMES = ['published', 'unchanged', 'refused', 'failed'] as const
/**
 * published: a new commit is served. unchanged: the newest commit is the one served. refused: the commit has errors;
 * what was served stays. failed: Git or the database could not be reached; what was served stays.
 */
export type SyncOutcome = (typeof SYNC_OUTCOMES)[number]

/** One try to bring the live state to the desired one. */
export interface SyncAttempt {
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly outcome: SyncOutcome
  readonly trigger: 'start' | 'poll' | 'webhook' | 'retry'
  /** Absent where Git could not be read. */
  readonly commit?: string
  readonly issues: readonly Issue[]
  /** Why it failed, and what to do. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string }
}

/** What happened, for people; the serving path never reads it. */
export interface SyncAttemptStore {
  record(attempt: SyncAttempt): Promise<void>
  /** Newest first. */
  findLatest(limit: number): Promise<readonly SyncAttempt[]>
}

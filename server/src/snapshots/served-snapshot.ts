import type { DormantOperation, Operation } from '@evenkeel/core/compilation'
import type { Evaluator } from '@evenkeel/core/evaluation'
import type { Snapshot } from '@evenkeel/core/snapshot'
import type { StoredSnapshot } from './store/snapshot-store.ts'
import type { StoredCompilation } from './store/stored-revision.ts'

/** What is ready to leave the process for one environment: prepared once a revision, never once a request. */
export interface ServedSnapshot {
  readonly stored: StoredSnapshot
  /** What Git says, and what operators asked for: `stored` was made from these. */
  readonly base: StoredCompilation
  readonly operations: readonly Operation[]
  readonly dormant: readonly DormantOperation[]
  readonly snapshot: Snapshot
  readonly evaluator: Evaluator
}

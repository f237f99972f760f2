import type { Issue } from '@evenkeel/core/manifest'
import type { Commit, ObjectId, Relation } from '../git/repository.ts'
import type { StoredCompilation } from '../snapshots/store/stored-revision.ts'

/** Injection token of the process's Control. */
export const CONTROL = Symbol('Control')

export interface FetchedTip {
  readonly commit: Commit
  /** To the commit that was asked about; absent when none was. */
  readonly relation?: Relation
}

/** What became of a commit at the door. */
export interface Verdict {
  /** In the order of file, line and column; errors exactly when there are no compilations. */
  readonly issues: readonly Issue[]
  /** Of every environment the commit has, by name; absent when it is refused. Read back and evaluated already. */
  readonly compilations?: readonly StoredCompilation[]
}

/**
 * The door to everything that reads what authors wrote: it may hang, grow or die without what is served noticing.
 * Production has it in a process of its own (ChildControl), tests in theirs (InProcessControl).
 */
export interface Control {
  /**
   * Brings the newest commit within reach and says how it stands to `known`. Throws RepositoryError, also for a
   * transfer beyond its limits, and ControlError when the process ended meanwhile.
   */
  fetch(request: { readonly known?: ObjectId }): Promise<FetchedTip>
  /**
   * Parses, admits, compiles, deflates and reads back a commit that was fetched. Throws RepositoryError,
   * SnapshotError, and ControlError for a limit of time or memory that was exceeded or a process that ended.
   */
  admit(commit: ObjectId): Promise<Verdict>
  /** Ends what is under way, which fails, and the process. */
  close(): Promise<void>
}

import type { DormantOperation, Operation } from '@evenkeel/core/compilation'
import type { Revision } from '@evenkeel/core/revision'
import type { StoredCompilation, StoredRevision } from '../snapshots/store/stored-revision.ts'

/** Which publication one will be. */
export interface Stamp extends Revision {
  readonly publishedAt: Date
}

/** A revision that an SDK could use: read back with the SDK's own reader, and evaluated. */
export interface Preparation {
  readonly revision: StoredRevision
  /** The snapshot's canonical text, as UTF-8. */
  readonly text: Uint8Array
  readonly dormant: readonly DormantOperation[]
}

/** What a base changes of the one before it. Flag keys, sorted. */
export interface BaseChange {
  readonly flagsBefore: number
  readonly flagsAfter: number
  readonly deleted: readonly string[]
  /** Whose rules draw subjects anew. */
  readonly rebucketed: readonly string[]
  /** Enabled before, and there still but not enabled any more. */
  readonly switchedOff: readonly string[]
}

/** `snapshot` is the whole, indented by two and with a line feed at its end; the others are compact. */
export type ReadablePart = 'snapshot' | 'flags' | 'configs'

/**
 * Makes and reads revisions, off the serving thread: published = apply(base, operations), stamped and packed.
 * Production has it in worker threads (WorkerPreparer), tests in theirs (InlinePreparer).
 */
export interface Preparer {
  /**
   * Applies operations to a base that was read back before, stamps and packs it, reads it back, and evaluates the
   * flags that operations change, with their dependents. Throws SnapshotError, `does-not-fit` among them.
   */
  prepare(base: StoredCompilation, operations: readonly Operation[], stamp: Stamp): Promise<Preparation>
  /**
   * Reads back what was kept, evaluates every flag, and sees that it is what its base and operations give. Throws
   * SnapshotError.
   */
  read(stored: StoredRevision): Promise<Preparation>
  /** What a new base changes of the one before. */
  compare(before: StoredCompilation, after: StoredCompilation): Promise<BaseChange>
  /** The form for people of a snapshot's text, or of its flags or configs alone, by name: JSON as UTF-8. */
  writeReadable(text: Uint8Array, part: ReadablePart): Promise<Uint8Array>
  close(): Promise<void>
}

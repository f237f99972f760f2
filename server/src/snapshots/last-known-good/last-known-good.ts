import type { StoredRevision } from '../store/stored-revision.ts'

/** Injection token of LastKnownGood. */
export const LAST_KNOWN_GOOD = Symbol('LastKnownGood')

/** What was served last, and what it was made from, kept where neither Git nor the database is needed to read it. */
export interface LastKnownGood {
  /** Writes a revision down beside those that are kept, which stay what they are until it is kept. */
  write(revision: StoredRevision): Promise<WrittenRevision>
  /** Of every environment, what can be read back, newest first; what cannot is said in the log and passed over. */
  load(): Promise<readonly (readonly StoredRevision[])[]>
}

/** What is written down and not kept yet; what becomes of it is said once. */
export interface WrittenRevision {
  /** Puts it before those kept so far for its environment, and forgets the oldest beyond GENERATIONS. */
  keep(): Promise<void>
  drop(): Promise<void>
}

/** How many revisions are kept for each environment. */
export const GENERATIONS = 3

import type { StoredRevision } from '../store/stored-revision.ts'

/** Injection token of LastKnownGood. */
export const LAST_KNOWN_GOOD = Symbol('LastKnownGood')

/** What was served last, and what it was made from, kept where neither Git nor the database is needed to read it. */
export interface LastKnownGood {
  /** Puts a revision before those kept so far for its environment, and forgets the oldest beyond GENERATIONS. */
  keep(revision: StoredRevision): Promise<void>
  /** Of every environment, what can be read back, newest first; what cannot is said in the log and passed over. */
  load(): Promise<readonly (readonly StoredRevision[])[]>
}

/** How many revisions are kept for each environment. */
export const GENERATIONS = 3

import type { StoredSnapshot } from '../snapshot-store.ts'

/** Injection token of LastKnownGood. */
export const LAST_KNOWN_GOOD = Symbol('LastKnownGood')

/** What was served last, kept where neither Git nor the database is needed to read it. */
export interface LastKnownGood {
  /** Puts a snapshot before those kept so far for its environment, and forgets the oldest beyond GENERATIONS. */
  keep(snapshot: StoredSnapshot): Promise<void>
  /** Of every environment, what can be read back, newest first; what cannot is said in the log and passed over. */
  load(): Promise<readonly (readonly StoredSnapshot[])[]>
}

/** How many snapshots are kept for each environment. */
export const GENERATIONS = 3

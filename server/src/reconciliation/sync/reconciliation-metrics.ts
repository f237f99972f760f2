import type { SyncOutcome } from './sync-attempt-store.ts'

/** Injection token of ReconciliationMetrics. */
export const RECONCILIATION_METRICS = Symbol('ReconciliationMetrics')

/** What reconciliation counts. */
export interface ReconciliationMetrics {
  /**
   * Counter by outcome, and how long it took. `published` and `unchanged` are successes: their `finishedAtMs`
   * (milliseconds since the epoch) is the time of the last success.
   */
  syncFinished(outcome: SyncOutcome, durationMs: number): void
  /** The newest commit was known to be served. */
  succeeded(atMs: number): void
  /** Gauge: how many holds wait for an operator's word. */
  held(count: number): void
  /** Info: the newest commit seen, and the commit served by environment. Replaces what was said before. */
  commits(desired: string | undefined, served: ReadonlyMap<string, string>): void
}

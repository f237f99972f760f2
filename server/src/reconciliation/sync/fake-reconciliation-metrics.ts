import type { ReconciliationMetrics } from './reconciliation-metrics.ts'
import type { SyncOutcome } from './sync-attempt-store.ts'

/** Keeps what was counted. */
export class FakeReconciliationMetrics implements ReconciliationMetrics {
  readonly outcomes: SyncOutcome[] = []
  lastDurationMs: number | undefined
  lastSuccessAtMs: number | undefined
  desired: string | undefined
  holds = 0
  served: ReadonlyMap<string, string> = new Map()

  syncFinished(outcome: SyncOutcome, durationMs: number): void {
    this.outcomes.push(outcome)
    this.lastDurationMs = durationMs
  }

  succeeded(atMs: number): void {
    this.lastSuccessAtMs = atMs
  }

  held(count: number): void {
    this.holds = count
  }

  commits(desired: string | undefined, served: ReadonlyMap<string, string>): void {
    this.desired = desired
    this.served = served
  }
}

import { formatRevision } from '@evenkeel/core/revision'
import type { SnapshotMetrics } from './snapshot-metrics.ts'
import type { StoredSnapshot } from './store/snapshot-store.ts'

/** Keeps what was counted. */
export class FakeSnapshotMetrics implements SnapshotMetrics {
  /** `<environment> <epoch>.<sequence>`, in order. */
  readonly revisions: string[] = []
  readonly requests: string[] = []
  readonly failures: string[] = []

  served(stored: StoredSnapshot): void {
    this.revisions.push(`${stored.environment} ${formatRevision(stored)}`)
  }

  snapshotRequested(environment: string, form: 'frame' | 'json'): void {
    this.requests.push(`${environment} ${form}`)
  }

  lastKnownGoodFailed(environment: string): void {
    this.failures.push(environment)
  }
}

import type { StoredSnapshot } from './store/snapshot-store.ts'

/** Injection token of SnapshotMetrics. */
export const SNAPSHOT_METRICS = Symbol('SnapshotMetrics')

/** What serving snapshots counts. */
export interface SnapshotMetrics {
  /** Gauge: which revision an environment serves, from now on. */
  served(snapshot: StoredSnapshot): void
  /** A snapshot was asked for over HTTP. */
  snapshotRequested(environment: string, form: 'frame' | 'json'): void
  /** The last known good could not be written: a restart would bring back an older one. */
  lastKnownGoodFailed(environment: string): void
}

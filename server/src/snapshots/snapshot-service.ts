import type { ServedSnapshot } from './served-snapshot.ts'
import type { StoredSnapshot } from './snapshot-store.ts'

/**
 * What this process serves, in memory: the only thing the serving path (snapshot, stream, OFREP) reads.
 * SnapshotService implements it; filled from the last known good on disk at start, then by reconciliation.
 */
export interface ServedSnapshots {
  /** By environment name, sorted. */
  list(): readonly ServedSnapshot[]
  find(environment: string): ServedSnapshot | undefined
  /** The frame as of now: re-signed once a signing period, otherwise the same bytes. */
  findFrame(environment: string): Uint8Array | undefined
  /** Called after `install` for every environment whose snapshot is new. Gives the way to stop. */
  onInstalled(listener: (environment: string) => void): () => void
}

/** The writing side, used by reconciliation and by the replica's head poll. */
export interface SnapshotInstaller {
  /**
   * Decodes what was stored with the SDK's own reader, evaluates every flag once, and only then serves it and keeps
   * it as the last known good on disk. Snapshots not newer by (epoch, sequence) are passed over. Throws
   * SnapshotError, with nothing changed, when one cannot be read back.
   */
  install(snapshots: readonly StoredSnapshot[]): Promise<void>
}

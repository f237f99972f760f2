import type { Snapshot } from '@evenkeel/core/snapshot'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredSnapshot } from './snapshot-store.ts'

/** For tests: `production` 1.1 with bytes that stand for a payload. */
export function aStoredSnapshot(parts: Partial<StoredSnapshot> = {}): StoredSnapshot {
  return {
    environment: 'production',
    epoch: 1,
    sequence: 1,
    commit: 'c0ffee'.padEnd(40, '0'),
    stateHash: '0'.repeat(64),
    contentHash: '0'.repeat(64),
    payload: Uint8Array.of(1, 2, 3),
    inflatedLength: 3,
    frameBytes: 32 * 1024,
    publishedAt: new Date('2026-11-01T00:00:00Z'),
    ...parts,
  }
}

/** For tests: a snapshot as its publication would keep it. */
export function asStored(snapshot: Snapshot, parts: Partial<StoredSnapshot> = {}): StoredSnapshot {
  const text = new TextEncoder().encode(writeSnapshot(snapshot))
  return aStoredSnapshot({
    ...snapshot.revision,
    environment: snapshot.environment,
    contentHash: snapshot.contentHash,
    payload: nodePlatform.deflate(text),
    inflatedLength: text.length,
    ...parts,
  })
}

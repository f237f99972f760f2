import type { Snapshot } from '@evenkeel/core/snapshot'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import type { Preparation } from '../preparation/preparer.ts'
import { aStoredRevision } from './store/a-stored-revision.ts'
import { asStored } from './store/a-stored-snapshot.ts'
import type { StoredSnapshot } from './store/snapshot-store.ts'

/** For tests: a snapshot as if it had been prepared; its base stands for one. */
export function asPrepared(snapshot: Snapshot, parts: Partial<StoredSnapshot> = {}): Preparation {
  return {
    revision: aStoredRevision(asStored(snapshot, parts)),
    text: Buffer.from(writeSnapshot(snapshot)),
    dormant: [],
  }
}

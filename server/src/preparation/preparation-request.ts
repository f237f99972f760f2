import type { DormantOperation, Operation } from '@evenkeel/core/compilation'
import type { SnapshotErrorCode } from '@evenkeel/core/errors'
import type { StoredSnapshot } from '../snapshots/store/snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from '../snapshots/store/stored-revision.ts'
import type { BaseChange, ReadablePart, Stamp } from './preparer.ts'

/** What a WorkerPreparer asks its thread. */
export type PreparationRequest =
  | {
      readonly kind: 'prepare'
      readonly base: StoredCompilation
      readonly operations: readonly Operation[]
      readonly stamp: Stamp
    }
  | { readonly kind: 'read'; readonly stored: StoredRevision }
  | { readonly kind: 'compare'; readonly before: StoredCompilation; readonly after: StoredCompilation }
  | { readonly kind: 'write-readable'; readonly text: Uint8Array; readonly part: ReadablePart }

/** With a buffer of their own, so that they can be handed over. */
type OwnedBytes = Uint8Array<ArrayBuffer>

/** What it answers; what was in the request is not sent back. */
export type PreparationAnswer =
  | {
      readonly kind: 'prepared'
      readonly snapshot: StoredSnapshot & { readonly payload: OwnedBytes }
      readonly operations: readonly Operation[]
      readonly text: OwnedBytes
      readonly dormant: readonly DormantOperation[]
    }
  | { readonly kind: 'read'; readonly text: OwnedBytes; readonly dormant: readonly DormantOperation[] }
  | { readonly kind: 'compared'; readonly change: BaseChange }
  | { readonly kind: 'readable'; readonly json: OwnedBytes }
  | { readonly kind: 'snapshot-error'; readonly code: SnapshotErrorCode; readonly message: string }

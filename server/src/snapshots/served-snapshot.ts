import type { Evaluator } from '@evenkeel/core/evaluation'
import type { JsonObject } from '@evenkeel/core/json'
import type { Snapshot } from '@evenkeel/core/snapshot'
import type { StoredSnapshot } from './snapshot-store.ts'

/** What is ready to leave the process for one environment: prepared once a revision, never once a request. */
export interface ServedSnapshot {
  readonly stored: StoredSnapshot
  readonly snapshot: Snapshot
  readonly evaluator: Evaluator
  /** The form for people: the snapshot as one JSON document. */
  readonly readable: JsonObject
  /** The readable form, as UTF-8. */
  readonly json: Uint8Array
}

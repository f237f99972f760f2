import type { JsonValue } from '../json.ts'
import type { Snapshot } from './snapshot.ts'

export interface SnapshotDiff {
  readonly environment: string
  /** By key. A flag reached through a changed segment or prerequisite is listed too, with that as its `through`. */
  readonly flags: readonly FlagChange[]
  readonly configs: readonly ValueChange[]
}

export interface FlagChange {
  readonly key: string
  readonly change: 'added' | 'removed' | 'changed'
  /** What differs, from what to what, in the words of the manifest: `rules.eu-ramp.percent`. */
  readonly details: readonly ValueChange[]
  /** Names of changed segments and flags that reach this one. */
  readonly through: readonly string[]
}

/** `from` is absent where something was added, `to` where it was removed. */
export interface ValueChange {
  readonly path: string
  readonly from?: JsonValue
  readonly to?: JsonValue
}

/** What a service would notice; revisions are not compared. `before` is absent for a first publication. */
export function diffSnapshots(before: Snapshot | undefined, after: Snapshot): SnapshotDiff {
  throw new Error(`not yet: ${before?.environment ?? after.environment}`)
}

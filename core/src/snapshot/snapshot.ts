import type { Expression } from '../expression/expression.ts'
import type { JsonValue } from '../json.ts'
import type { AttributePath } from '../manifest/kinds/values/attribute-path.ts'
import type { During, Prerequisite } from '../manifest/kinds/flag/flag.ts'
import type { FlagState, FlagType, Share } from '../evaluation/flag-type.ts'
import type { Revision } from '../revision.ts'

/** The format this code writes and reads, in frames and in payloads. What format 1 is does not change any more. */
export const SNAPSHOT_FORMAT_VERSION = 1

/**
 * All that an SDK needs to evaluate everything in one environment: complete (nothing is left to default),
 * constant (never partial, never a delta) and deterministic (the same inputs give the same bytes).
 */
export interface Snapshot {
  readonly formatVersion: typeof SNAPSHOT_FORMAT_VERSION
  readonly environment: string
  readonly scope: 'default'
  readonly revision: SnapshotRevision
  /** SHA-256, hex, over what is served: flags, segments and configs. */
  readonly contentHash: string
  /** Ascending. A `during` that nothing can reach has none. */
  readonly boundaries: readonly TimeBoundary[]
  /**
   * Paths, joined with dots, of attributes whose values are to be shown to nobody; sorted. Absent where there are none.
   * Evaluation does not ask.
   */
  readonly privateAttributes?: readonly string[]
  /** Names of the configs whose values are not Git's but an operator's; sorted. Absent where there are none. */
  readonly overriddenConfigs?: readonly string[]
  readonly flags: ReadonlyMap<string, SnapshotFlag>
  readonly segments: ReadonlyMap<string, SnapshotSegment>
  /** The merged value of each config in this environment. */
  readonly configs: ReadonlyMap<string, JsonValue>
}

/** An instant at which evaluations may give something else though nothing is published: a `during` begins or ends. */
export interface TimeBoundary {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly at: number
  /** Sorted keys of the flags that may change then, those reached through prerequisites included. Never empty. */
  readonly flags: readonly string[]
}

/** Which publication this is, and what of. */
export interface SnapshotRevision extends Revision {
  /** Full object id of the commit compiled. */
  readonly commit: string
  /** SHA-256, hex, over all operations that are in force, those without a place in the commit too. */
  readonly stateHash: string
}

export interface SnapshotFlag {
  readonly type: FlagType
  readonly state: FlagState
  readonly variants: Readonly<Record<string, JsonValue>>
  readonly defaultVariant: string
  readonly disabledVariant: string
  readonly prerequisites: readonly Prerequisite[]
  /** In order; the first that matches decides. */
  readonly rules: readonly SnapshotRule[]
  readonly override?: SnapshotOverride
}

/** A condition that is absent always holds. */
export interface SnapshotRule {
  readonly name: string
  readonly if?: Expression
  readonly during?: During
  readonly slot?: SnapshotSlot
  /** Present when less than everyone is exposed or when the outcome is a split. */
  readonly bucketing?: { readonly by: AttributePath; readonly seed: string; readonly percent: Share }
  readonly outcome: SnapshotOutcome
}

/**
 * A subject is in it when `from` ≤ bucket of its key under `seed` < `until`; a subject without a key is in no slot.
 * The seed is `group/` and the name of the ExclusionGroup.
 */
export interface SnapshotSlot {
  readonly by: AttributePath
  readonly seed: string
  readonly from: Share
  readonly until: Share
}

export type SnapshotOutcome =
  | { readonly serve: string }
  /** Variants with their weights, which add up to 100,000; contiguous ranges in this order. */
  | { readonly split: readonly (readonly [variant: string, weight: Share])[] }

/**
 * What an operator put in place of the commit's word: a variant that decides alone, or a state, rules, or both in place
 * of the flag's. `id` shows as flagMetadata.override.
 */
export type SnapshotOverride = { readonly id: string } & (
  { readonly variant: string } | { readonly state?: FlagState; readonly rules?: readonly SnapshotRule[] }
)

/** A subject belongs when (`if` is true OR its key is in `include`) AND its key is not in `exclude`. */
export interface SnapshotSegment {
  readonly if?: Expression
  readonly by: AttributePath
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

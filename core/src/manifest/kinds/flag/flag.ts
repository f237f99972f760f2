import type { FlagState, FlagType, Share } from '../../../evaluation/flag-type.ts'
import type { JsonObject, JsonValue } from '../../../json.ts'
import type { Metadata } from '../define-kind.ts'
import type { AttributePath } from '../values/attribute-path.ts'
import type { Condition } from '../values/condition.ts'

export const FLAG_PURPOSES = ['release', 'experiment', 'operational', 'permission', 'kill-switch'] as const
export type FlagPurpose = (typeof FLAG_PURPOSES)[number]

export interface Prerequisite {
  readonly flag: string
  /** The flag resolves to one of these; never empty. */
  readonly variants: readonly string[]
}

/** Milliseconds since 1970-01-01T00:00:00Z; `from` inclusive, `until` exclusive. */
export interface During {
  readonly from?: number
  readonly until?: number
}

export interface WeightedVariant {
  readonly variant: string
  readonly weight: Share
}

export type RuleOutcome = { readonly serve: string } | { readonly split: readonly WeightedVariant[] }

/** A slot of an ExclusionGroup, written `group/slot`. */
export interface SlotReference {
  readonly group: string
  readonly slot: string
}

export interface Rule {
  readonly name: string
  readonly if?: Condition
  readonly during?: During
  readonly slot?: SlotReference
  /** FULL_SHARE when the document does not say. */
  readonly percent: Share
  /** `['targetingKey']` when the document does not say. */
  readonly by: AttributePath
  /** The flag key when the document does not say. */
  readonly seed: string
  readonly outcome: RuleOutcome
}

/** What one environment says of a flag; a field that is present replaces the flag's own. */
export interface FlagOverlay {
  readonly state: FlagState
  readonly variants?: Readonly<Record<string, JsonValue>>
  readonly defaultVariant?: string
  readonly disabledVariant?: string
  readonly prerequisites?: readonly Prerequisite[]
  readonly rules?: readonly Rule[]
}

export interface Flag {
  readonly kind: 'Flag'
  /** `metadata.name` is the flag key. */
  readonly metadata: Metadata
  readonly description?: string
  /** The name of a Team. */
  readonly owner?: string
  /** `expires` is a calendar date, `2027-03-01`. */
  readonly lifecycle?: { readonly purpose: FlagPurpose; readonly expires?: string }
  readonly type: FlagType
  /** `{ on: true, off: false }` for a boolean flag that does not say. */
  readonly variants: Readonly<Record<string, JsonValue>>
  readonly defaultVariant: string
  /** `defaultVariant` when the document does not say. */
  readonly disabledVariant: string
  /** JSON Schema that every variant satisfies. */
  readonly schema?: JsonObject
  readonly prerequisites: readonly Prerequisite[]
  readonly rules: readonly Rule[]
  /** By environment name; a flag is DISABLED where it is not listed. */
  readonly environments: Readonly<Record<string, FlagOverlay>>
}

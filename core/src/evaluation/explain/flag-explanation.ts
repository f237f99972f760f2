import type { JsonValue } from '../../json.ts'
import type { Reason, ResolutionDetails } from '../resolution-details.ts'

/** Why a flag resolves as it does for one context at one instant. Plain JSON. */
export interface FlagExplanation {
  readonly flag: string
  readonly environment: string
  /** The instant asked about, ISO 8601. */
  readonly at: string
  /** What every evaluation gives. */
  readonly details: ResolutionDetails<JsonValue>
  readonly decidedBy: DecidedBy
  /** In order; one that is unmet ends the evaluation. Empty, as `rules` are, after a fault or without a flag. */
  readonly prerequisites: readonly PrerequisiteExplanation[]
  /** Those in force: an override's in place of the flag's. In order; the first that matches decides. */
  readonly rules: readonly RuleExplanation[]
  /** Every segment that a condition above was decided by, through other segments too; each once, sorted by name. */
  readonly segments: readonly SegmentExplanation[]
}

/**
 * `flag-not-found`: there is no such flag; `override`: to a variant; `state`: DISABLED or ARCHIVED; `default`: no rule
 * matched; `fault`: the evaluation failed, and `details.errorMessage` says how.
 */
export type DecidedBy =
  'flag-not-found' | 'override' | 'state' | 'prerequisite' | 'rule' | 'default' | 'fault'

export interface PrerequisiteExplanation {
  readonly flag: string
  /** The flag resolves to one of these. */
  readonly variants: readonly string[]
  readonly outcome: 'met' | 'unmet' | 'not-reached'
  /** What the flag resolves to; absent where that was not asked. A DISABLED flag is unmet whatever its variant. */
  readonly resolved?: { readonly variant?: string; readonly reason: Reason; readonly ruleName?: string }
}

/** The parts stand in the order in which they are asked; those after one that does not hold are absent. */
export interface RuleExplanation {
  readonly name: string
  readonly outcome: 'matched' | 'not-matched' | 'not-reached'
  /** The part that did not hold; present exactly when the outcome is `not-matched`. */
  readonly failedAt?: 'during' | 'if' | 'slot' | 'percent'
  readonly during?: DuringExplanation
  readonly if?: ConditionExplanation
  readonly slot?: SlotExplanation
  /** Present where less than everyone is exposed, or the outcome is a split. */
  readonly percent?: ShareExplanation
  /** Where the subject is in a split; present where the rule matched. */
  readonly split?: SplitExplanation
}

/** Instants are ISO 8601; `from` inclusive, `until` exclusive. */
export interface DuringExplanation {
  readonly holds: boolean
  readonly from?: string
  readonly until?: string
}

export interface ConditionExplanation {
  readonly holds: boolean
  /** All of it, as an author would write it. */
  readonly source: string
  /** The smallest part of it that settled the matter. */
  readonly decidedBy: DecidingPart
}

export interface DecidingPart {
  readonly source: string
  /** Undefined counts as false. */
  readonly result: boolean | 'undefined'
  /** What the context holds at every path in it, each once. */
  readonly values: readonly Reading[]
  /** The parts of it that are undefined though nothing they read is missing: a value is not of a type that fits. */
  readonly misfits: readonly string[]
  /** Sorted names of the segments it asks for. */
  readonly segments: readonly string[]
}

/** What the context holds at a path; `private`: something, which is not to be shown. */
export type Reading = { readonly path: string } & (
  | { readonly found: 'value'; readonly value: JsonValue }
  | { readonly found: 'private' }
  | { readonly found: 'nothing' }
)

/** A bucket is shown as the percentage below which it is: 14.358 for bucket 14,358. Absent: the subject has no key. */
interface BucketExplanation {
  readonly holds: boolean
  /** What was taken for the subject's key. */
  readonly key: Reading
  readonly bucket?: number
}

/** Holds when `from` ≤ `bucket` < `until`, in percent. */
export interface SlotExplanation extends BucketExplanation {
  readonly group: string
  readonly from: number
  readonly until: number
}

/** Holds when `bucket` < `percent`, in percent; with a key and everyone exposed, always. */
export interface ShareExplanation extends BucketExplanation {
  readonly seed: string
  readonly percent: number
}

/** In percent; the variant is the one whose `from` ≤ `bucket` < `until`. */
export interface SplitExplanation {
  readonly bucket: number
  readonly parts: readonly { readonly variant: string; readonly from: number; readonly until: number }[]
}

export interface SegmentExplanation {
  readonly name: string
  readonly holds: boolean
  /**
   * `exclude`: its list names the subject's key; `include`: its list does; `if`: the condition decided, true or not;
   * `no-match`: no list names the key, and there is no condition.
   */
  readonly decidedBy: 'exclude' | 'include' | 'if' | 'no-match'
  readonly key: Reading
  /** Where it decided. */
  readonly if?: ConditionExplanation
}

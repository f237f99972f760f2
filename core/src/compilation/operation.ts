import type { JsonValue } from '../json.ts'
import type { FlagState, Share } from '../evaluation/flag-type.ts'

/**
 * What an operator asked for, kept as it was asked for and applied anew to every base. At most one operation for a
 * flag, and one for a config, is in force, so their order does not matter.
 */
export type Operation = FlagOperation | ConfigOperation

interface OperationIdentity {
  /** Shows as flagMetadata.override. */
  readonly id: string
}

export type FlagOperation = OperationIdentity & {
  /** The flag key. */
  readonly flag: string
} & (
    | { readonly variant: string }
    | {
        readonly state?: FlagState
        /** The share of subjects that the named rule exposes; never changes a state. */
        readonly percent?: { readonly rule: string; readonly share: Share }
      }
  )

export type ConfigOperation = OperationIdentity & {
  /** The config's name. */
  readonly config: string
  /** RFC 7386, over the value that Git gives the environment. */
  readonly patch: JsonValue
}

export const DORMANT_REASONS = [
  'flag-not-found',
  'variant-not-found',
  'rule-not-found',
  /** A percent, without a state of its own, on a flag that Git does not enable. */
  'flag-not-enabled',
  'config-not-found',
  /** The patched value breaks the schema of its base. */
  'schema-violated',
  /** The schema did not say within its time. */
  'schema-undecided',
  /** The base was kept before there were companions, and the operation needs one. */
  'companion-missing',
] as const
export type DormantReason = (typeof DORMANT_REASONS)[number]

/** An operation that the base has no place for, now; it applies again when one does. */
export interface DormantOperation {
  readonly operation: Operation
  readonly reason: DormantReason
  /** One sentence that names what is missing or wrong. */
  readonly message: string
}

/** OpenFeature's resolution reasons. */
export const REASONS = [
  'STATIC',
  'DEFAULT',
  'TARGETING_MATCH',
  'SPLIT',
  'CACHED',
  'DISABLED',
  'UNKNOWN',
  'STALE',
  'ERROR',
] as const
export type Reason = (typeof REASONS)[number]

/** OpenFeature's error codes. */
export const ERROR_CODES = [
  'PROVIDER_NOT_READY',
  'FLAG_NOT_FOUND',
  'PARSE_ERROR',
  'TYPE_MISMATCH',
  'TARGETING_KEY_MISSING',
  'INVALID_CONTEXT',
  'GENERAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** Flat, as OpenFeature has it. Keys in use are the optional ones below. */
export interface FlagMetadata {
  /** `epoch.sequence` of the snapshot. */
  readonly revision?: string
  readonly commit?: string
  readonly ruleName?: string
  /** The id of the flag's operator override, whatever decided; of a config that an operator overrides, `true`. */
  readonly override?: string | true
  /** The flag that was not as this one needs it. */
  readonly prerequisite?: string
  /** A rule was passed over because the subject has no key. */
  readonly bucketing?: 'NO_KEY'
}

/** `errorCode` is present exactly when the reason is ERROR; then `value` is the caller's default. */
export interface ResolutionDetails<T> {
  readonly value: T
  readonly variant?: string
  readonly reason: Reason
  readonly errorCode?: ErrorCode
  readonly errorMessage?: string
  readonly flagMetadata: FlagMetadata
}

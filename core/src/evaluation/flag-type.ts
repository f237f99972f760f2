import { BUCKETS } from './bucket.ts'

/*
 * Words that manifests, snapshots and the evaluator share. They stand here, apart from the schema of a Flag, because
 * what is here reaches the SDK.
 */

export const FLAG_TYPES = ['boolean', 'string', 'number', 'object'] as const
export type FlagType = (typeof FLAG_TYPES)[number]

export const FLAG_STATES = ['ENABLED', 'DISABLED', 'ARCHIVED'] as const
export type FlagState = (typeof FLAG_STATES)[number]

/** A share of subjects: an integer out of 100,000, so three decimals of a percent are exact. */
export type Share = number
export const FULL_SHARE: Share = BUCKETS

import type { EvaluationContext } from '@evenkeel/core/evaluation'
import type { FlagType } from '@evenkeel/core/manifest'

/* eslint-disable @typescript-eslint/no-empty-object-type -- `evenkeel codegen` declares what is in them */

/** Flag keys with the types of their values, as a repository's `evenkeel codegen` declares them. */
export interface FlagTypes {}

/** Names of configs with the types of their values. */
export interface ConfigTypes {}

/** Attributes of the evaluation context with the types of their values. */
export interface ContextTypes {}

/* eslint-enable @typescript-eslint/no-empty-object-type */

/** The keys of the declared flags of a type; any string while no flag is declared. */
export type FlagKey<T extends FlagType> = [keyof FlagTypes] extends [never]
  ? string
  : { [K in keyof FlagTypes]: FlagTypeOf<FlagTypes[K]> extends T ? K : never }[keyof FlagTypes]

/** What a flag is declared to hold; `T` while no flag is declared. A commit that is newer may add to it. */
export type ValueOf<K extends string, T> = K extends keyof FlagTypes ? FlagTypes[K] : T

/** The names of the declared configs; any string while none is declared. */
export type ConfigName = [keyof ConfigTypes] extends [never] ? string : keyof ConfigTypes

/** What a config is declared to hold; otherwise the type of the default. */
export type ConfigOf<K extends string, T> = K extends keyof ConfigTypes ? ConfigTypes[K] : T

/** The declared attributes beside the targeting key; any attribute while none is declared. */
export type TypedContext = [keyof ContextTypes] extends [never]
  ? EvaluationContext
  : { readonly targetingKey?: string } & {
      readonly [K in keyof ContextTypes]?: ContextTypes[K] | undefined
    }

type FlagTypeOf<V> = [V] extends [boolean]
  ? 'boolean'
  : [V] extends [string]
    ? 'string'
    : [V] extends [number]
      ? 'number'
      : 'object'

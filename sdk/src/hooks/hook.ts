import type { EvaluationContext, ResolutionDetails } from '@evenkeel/core/evaluation'
import type { FlagType } from '@evenkeel/core/manifest'

/** An evaluation under way; the same object in every stage of it. */
export interface HookContext {
  readonly flagKey: string
  readonly flagValueType: FlagType
  readonly defaultValue: unknown
  /** Of client, view and call, with what `before` stages returned so far. */
  readonly context: EvaluationContext
  /** Of the snapshot in use; undefined while there is none. */
  readonly environment: string | undefined
}

/**
 * OpenFeature's stages around every evaluation of a flag, synchronous because evaluating is. `before` runs in the order
 * of the hooks, the others in reverse. What a hook throws is logged, once a minute at most, and changes nothing. What a
 * hook evaluates has no hooks around it.
 * Source: https://openfeature.dev/specification/sections/hooks
 */
export interface Hook {
  /** What it returns is merged over the context of this evaluation. */
  before?(hookContext: HookContext): EvaluationContext | undefined
  /** The evaluation succeeded. */
  after?(hookContext: HookContext, details: ResolutionDetails<unknown>): void
  /** The default is given: the details have reason ERROR and an error code. */
  error?(hookContext: HookContext, details: ResolutionDetails<unknown>): void
  /** After all other stages, whatever came of them. */
  finally?(hookContext: HookContext, details: ResolutionDetails<unknown>): void
  /** Called once when the client closes, which waits for it, though five seconds at most. */
  close?(): Promise<void> | void
}

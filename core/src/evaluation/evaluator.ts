import type { FlagType } from '../manifest/flag.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import type { ResolutionDetails } from './resolution-details.ts'

export interface Evaluator {
  readonly snapshot: Snapshot
  /**
   * Evaluates one flag in the documented order. Never throws, whatever the context; what it returns is frozen.
   * `type` is the type asked for, or `any` where the caller takes what the flag is.
   */
  evaluate<T>(
    key: string,
    type: FlagType | 'any',
    defaultValue: T,
    context: EvaluationContext,
  ): ResolutionDetails<T>
}

export interface EvaluatorOptions {
  readonly snapshot: Snapshot
  /** Milliseconds since the epoch; asked only by rules with a `during`. */
  readonly now: () => number
}

/** A flag is compiled when it is first evaluated. */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  throw new Error(`not yet: ${options.snapshot.environment}`)
}

import { messageOf } from '../errors.ts'
import type { Operand } from '../expression/operand.ts'
import type { JsonValue } from '../json.ts'
import type { FlagType } from './flag-type.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { compileFlag, type CompiledFlag, type FlagScope } from './compile-flag.ts'
import { evaluateFlag } from './evaluate-flag.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import { EvaluationRun, oncePerEvaluation } from './evaluation-run.ts'
import { revisionMetadata } from './outcome.ts'
import type { ErrorCode, FlagMetadata, ResolutionDetails } from './resolution-details.ts'
import { compileSegment } from './segment-membership.ts'

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

/** A flag is compiled, and its variants are frozen, when it is first evaluated. */
export function createEvaluator({ snapshot, now }: EvaluatorOptions): Evaluator {
  return new SnapshotEvaluator(snapshot, now)
}

class SnapshotEvaluator implements Evaluator, FlagScope {
  readonly snapshot: Snapshot
  readonly #run: EvaluationRun
  readonly #revision: FlagMetadata
  readonly #flags = new Map<string, CompiledFlag>()
  readonly #resolutions = new Map<string, (context: object) => ResolutionDetails<JsonValue> | undefined>()
  readonly #memberships = new Map<string, (context: object) => boolean>()

  constructor(snapshot: Snapshot, now: () => number) {
    this.snapshot = snapshot
    this.#run = new EvaluationRun(now)
    this.#revision = revisionMetadata(snapshot.revision)
  }

  evaluate<T>(
    key: string,
    type: FlagType | 'any',
    defaultValue: T,
    context: EvaluationContext,
  ): ResolutionDetails<T> {
    const interrupted = this.#run.begin()
    try {
      const flag = this.#findFlag(key)
      if (flag === undefined) {
        const { environment } = this.snapshot
        return this.#error(defaultValue, 'FLAG_NOT_FOUND', `there is no flag "${key}" in ${environment}`)
      }
      if (type !== 'any' && type !== flag.type) {
        return this.#error(
          defaultValue,
          'TYPE_MISMATCH',
          `"${key}" is a ${flag.type} flag, not a ${type} flag`,
        )
      }
      return evaluateFlag(flag, context, this.#run) as ResolutionDetails<T>
    } catch (fault) {
      return this.#error(defaultValue, 'GENERAL', `the evaluation failed: ${messageOf(fault)}`)
    } finally {
      this.#run.end(interrupted)
    }
  }

  flag(key: string): (context: object) => ResolutionDetails<JsonValue> | undefined {
    return findOrAdd(this.#resolutions, key, () =>
      oncePerEvaluation(this.#run, (context) => {
        const flag = this.#findFlag(key)
        return flag === undefined ? undefined : evaluateFlag(flag, context, this.#run)
      }),
    )
  }

  segment(name: string): Operand {
    return findOrAdd(this.#memberships, name, () => {
      const segment = this.snapshot.segments.get(name)
      if (segment === undefined) throw new TypeError(`there is no segment "${name}"`)
      // A list costs less to look at than to remember, and refers to nothing.
      if (segment.if === undefined) return compileSegment(segment, this)
      let decide: Operand | undefined
      return oncePerEvaluation(this.#run, (context) => {
        decide ??= compileSegment(segment, this)
        return decide(context) === true
      })
    })
  }

  #findFlag(key: string): CompiledFlag | undefined {
    const compiled = this.#flags.get(key)
    if (compiled !== undefined) return compiled
    const flag = this.snapshot.flags.get(key)
    if (flag === undefined) return undefined
    return findOrAdd(this.#flags, key, () => compileFlag(flag, this.#revision, this))
  }

  #error<T>(value: T, errorCode: ErrorCode, errorMessage: string): ResolutionDetails<T> {
    return Object.freeze({ value, reason: 'ERROR', errorCode, errorMessage, flagMetadata: this.#revision })
  }
}

function findOrAdd<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

import type {
  ErrorCode,
  EvaluationContext,
  Evaluator,
  FlagMetadata,
  ResolutionDetails,
} from '@evenkeel/core/evaluation'
import { revisionMetadata } from '@evenkeel/core/evaluation'
import type { FlagType } from '@evenkeel/core/manifest'
import { messageOf } from '@evenkeel/core/errors'
import type { HookRunner } from './hooks/hook-runner.ts'
import { mergeContext } from './merge-context.ts'
import type { ConfigName, ConfigOf, FlagKey, ValueOf, TypedContext } from './typed-keys.ts'

const NO_METADATA = Object.freeze({})

/** Whoever has the snapshot in use. */
export interface EvaluatorHolder {
  readonly evaluator: Evaluator | undefined
}

/**
 * Reads flags and configs from the snapshot in use, at once and without ever throwing: whatever is wrong, the default
 * that was handed in comes back, and the details say why.
 */
export class FlagReader {
  readonly #holder: EvaluatorHolder
  readonly #context: EvaluationContext | undefined
  readonly #hooks: HookRunner | undefined

  constructor(holder: EvaluatorHolder, context?: EvaluationContext, hooks?: HookRunner) {
    this.#holder = holder
    this.#context = context
    this.#hooks = hooks
  }

  getBoolean(key: FlagKey<'boolean'>, defaultValue: boolean, context?: TypedContext): boolean {
    return this.#evaluate(key, 'boolean', defaultValue, context).value
  }

  getString<K extends FlagKey<'string'>, D extends string>(
    key: K,
    defaultValue: D,
    context?: TypedContext,
  ): ValueOf<K, string> | D {
    return this.#evaluate<ValueOf<K, string> | D>(key, 'string', defaultValue, context).value
  }

  getNumber<K extends FlagKey<'number'>, D extends number>(
    key: K,
    defaultValue: D,
    context?: TypedContext,
  ): ValueOf<K, number> | D {
    return this.#evaluate<ValueOf<K, number> | D>(key, 'number', defaultValue, context).value
  }

  /** What comes from the snapshot is frozen. */
  getObject<T, K extends FlagKey<'object'> = FlagKey<'object'>>(
    key: K,
    defaultValue: ValueOf<K, T>,
    context?: TypedContext,
  ): ValueOf<K, T> {
    return this.#evaluate(key, 'object', defaultValue, context).value
  }

  getBooleanDetails(
    key: FlagKey<'boolean'>,
    defaultValue: boolean,
    context?: TypedContext,
  ): ResolutionDetails<boolean> {
    return this.#evaluate(key, 'boolean', defaultValue, context)
  }

  getStringDetails<K extends FlagKey<'string'>, D extends string>(
    key: K,
    defaultValue: D,
    context?: TypedContext,
  ): ResolutionDetails<ValueOf<K, string> | D> {
    return this.#evaluate(key, 'string', defaultValue, context)
  }

  getNumberDetails<K extends FlagKey<'number'>, D extends number>(
    key: K,
    defaultValue: D,
    context?: TypedContext,
  ): ResolutionDetails<ValueOf<K, number> | D> {
    return this.#evaluate(key, 'number', defaultValue, context)
  }

  getObjectDetails<T, K extends FlagKey<'object'> = FlagKey<'object'>>(
    key: K,
    defaultValue: ValueOf<K, T>,
    context?: TypedContext,
  ): ResolutionDetails<ValueOf<K, T>> {
    return this.#evaluate(key, 'object', defaultValue, context)
  }

  /** The config's value in this environment, frozen; `defaultValue` when there is none. */
  getConfig<T, K extends ConfigName = ConfigName>(name: K, defaultValue: ConfigOf<K, T>): ConfigOf<K, T> {
    return this.getConfigDetails<T, K>(name, defaultValue).value
  }

  /**
   * The reason is STATIC, or ERROR with FLAG_NOT_FOUND or PROVIDER_NOT_READY. `flagMetadata.override` is true where the
   * value is an operator's.
   */
  getConfigDetails<T, K extends ConfigName = ConfigName>(
    name: K,
    defaultValue: ConfigOf<K, T>,
  ): ResolutionDetails<ConfigOf<K, T>> {
    const snapshot = this.#holder.evaluator?.snapshot
    if (snapshot === undefined) return notReady(defaultValue)
    const isOverridden = snapshot.overriddenConfigs?.includes(name)
    const flagMetadata = {
      ...revisionMetadata(snapshot.revision),
      ...(isOverridden && { override: true as const }),
    }
    try {
      const value = snapshot.configs.get(name)
      if (value !== undefined) return { value: value as ConfigOf<K, T>, reason: 'STATIC', flagMetadata }
      const message = `there is no config "${name}" in ${snapshot.environment}`
      return failed(defaultValue, 'FLAG_NOT_FOUND', message, flagMetadata)
    } catch (thrown) {
      return failed(defaultValue, 'GENERAL', messageOf(thrown), flagMetadata)
    }
  }

  /**
   * A view on the same snapshot that knows more: what it is given wins over this context, a call's over both, attribute
   * by attribute. An attribute that is given as undefined is given, so that it hides the one below.
   */
  with(context: TypedContext): FlagReader {
    return new FlagReader(this.#holder, this.#merged(context), this.#hooks)
  }

  /** A context that cannot be read stands alone, so that evaluating with it says so. */
  #merged(context: EvaluationContext | undefined): EvaluationContext {
    try {
      return mergeContext(this.#context, context)
    } catch {
      // It was given: there was nothing to read otherwise.
      return context as EvaluationContext
    }
  }

  #evaluate<T>(
    key: string,
    type: FlagType,
    defaultValue: T,
    context: EvaluationContext | undefined,
  ): ResolutionDetails<T> {
    if (this.#hooks === undefined) return this.#resolve(key, type, defaultValue, context)
    const merged = this.#merged(context)
    const environment = this.#holder.evaluator?.snapshot.environment
    return this.#hooks.run(
      { flagKey: key, flagValueType: type, defaultValue, context: merged, environment },
      (hooked) =>
        hooked === merged
          ? this.#resolve(key, type, defaultValue, context)
          : new FlagReader(this.#holder).#resolve(key, type, defaultValue, hooked),
    )
  }

  #resolve<T>(
    key: string,
    type: FlagType,
    defaultValue: T,
    context: EvaluationContext | undefined,
  ): ResolutionDetails<T> {
    const evaluator = this.#holder.evaluator
    if (evaluator === undefined) return notReady(defaultValue)
    try {
      return evaluator.evaluate(key, type, defaultValue, mergeContext(this.#context, context))
    } catch (thrown) {
      return failed(
        defaultValue,
        'INVALID_CONTEXT',
        `the evaluation context cannot be read: ${messageOf(thrown)}`,
      )
    }
  }
}

function notReady<T>(value: T): ResolutionDetails<T> {
  return failed(value, 'PROVIDER_NOT_READY', 'no snapshot has arrived yet')
}

function failed<T>(
  value: T,
  errorCode: ErrorCode,
  errorMessage: string,
  flagMetadata: FlagMetadata = NO_METADATA,
): ResolutionDetails<T> {
  return Object.freeze({ value, reason: 'ERROR', errorCode, errorMessage, flagMetadata })
}

import type { EvaluationContext, JsonValue, Provider, ResolutionDetails } from '@openfeature/server-sdk'
import {
  ErrorCode,
  OpenFeatureEventEmitter,
  ProviderEvents,
  ProviderNotReadyError,
} from '@openfeature/server-sdk'
import type { ResolutionDetails as EvenkeelDetails } from '@evenkeel/core/evaluation'
import type { Client } from './client.ts'

export interface EvenkeelProviderOptions {
  /** How long `initialize` waits for the first snapshot; 5 seconds when absent. */
  readonly timeoutMs?: number
}

/**
 * OpenFeature's server provider over a client, which it closes when OpenFeature closes it.
 * `initialize` fails when no snapshot came in time; the provider becomes READY when one comes later.
 * Source: https://openfeature.dev/specification/sections/providers
 */
export class EvenkeelProvider implements Provider {
  readonly metadata = { name: 'evenkeel' } as const
  readonly runsOn = 'server'
  readonly events = new OpenFeatureEventEmitter()
  readonly #client: Client
  readonly #options: EvenkeelProviderOptions
  #unsubscribe: () => void = () => undefined

  constructor(client: Client, options: EvenkeelProviderOptions = {}) {
    this.#client = client
    this.#options = options
  }

  async initialize(): Promise<void> {
    const { source } = await this.#client.ready(this.#options)
    this.#forwardEvents(source !== 'defaults')
    if (source === 'defaults') throw new ProviderNotReadyError('no snapshot arrived in time; trying goes on')
  }

  resolveBooleanEvaluation(
    key: string,
    defaultValue: boolean,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    return resolved(this.#client.getBooleanDetails(key, defaultValue, context))
  }

  resolveStringEvaluation(
    key: string,
    defaultValue: string,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<string>> {
    return resolved(this.#client.getStringDetails(key, defaultValue, context))
  }

  resolveNumberEvaluation(
    key: string,
    defaultValue: number,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<number>> {
    return resolved(this.#client.getNumberDetails(key, defaultValue, context))
  }

  resolveObjectEvaluation<T extends JsonValue>(
    key: string,
    defaultValue: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    return resolved(this.#client.getObjectDetails(key, defaultValue, context))
  }

  async onClose(): Promise<void> {
    this.#unsubscribe()
    await this.#client.close()
  }

  /**
   * Begins when `initialize` ends, whose outcome OpenFeature announces itself. An error is only one to OpenFeature while
   * there is no snapshot: with one, evaluation works, and what stays wrong shows as STALE.
   */
  #forwardEvents(hasSnapshot: boolean): void {
    let working = hasSnapshot
    this.#unsubscribe()
    const subscriptions = [
      this.#client.on('ready', () => {
        working = true
        this.events.emit(ProviderEvents.Ready)
      }),
      this.#client.on('change', ({ changedFlags }) => {
        this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...changedFlags] })
      }),
      this.#client.on('stale', ({ revision }) => {
        this.events.emit(ProviderEvents.Stale, { message: `revision ${revision} stays in use` })
      }),
      this.#client.on('error', ({ message }) => {
        if (!working)
          this.events.emit(ProviderEvents.Error, { message, errorCode: ErrorCode.PROVIDER_NOT_READY })
      }),
    ]
    this.#unsubscribe = () => {
      for (const unsubscribe of subscriptions) unsubscribe()
    }
  }
}

/** The same details in OpenFeature's types; a copy, because what the evaluator gives is frozen. */
function resolved<T>(details: EvenkeelDetails<T>): Promise<ResolutionDetails<T>> {
  const { errorCode, flagMetadata, ...rest } = details
  const copy: ResolutionDetails<T> = { ...rest, flagMetadata: { ...flagMetadata } }
  return Promise.resolve(errorCode === undefined ? copy : { ...copy, errorCode: ErrorCode[errorCode] })
}

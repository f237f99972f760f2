import { messageOf } from '@evenkeel/core/errors'
import type { ResolutionDetails as EvenkeelDetails } from '@evenkeel/core/evaluation'
import type {
  EvaluationContext,
  Hook,
  JsonValue,
  Provider,
  ResolutionDetails,
  TrackingEventDetails,
} from '@openfeature/server-sdk'
import { OpenFeatureEventEmitter, ProviderFatalError, ProviderNotReadyError } from '@openfeature/server-sdk'
import type { Client } from '../client.ts'
import { FlagReader } from '../flag-reader.ts'
import type { Logger } from '../logger.ts'
import { defaultLogger } from '../logger.ts'
import { forwardEvents } from './forward-events.ts'
import { Tracker, type Track } from './tracker.ts'

export interface EvenkeelProviderOptions {
  /** How long `initialize` waits for the first snapshot; 5 seconds when absent. */
  readonly timeoutMs?: number
  /** Provider hooks: of every evaluation through this provider, `before` after those of API, client and call. */
  readonly hooks?: readonly Hook[]
  /** Is told what OpenFeature's `track` is told. Nothing waits for it, and what it throws is logged. */
  readonly onTrack?: Track
  /** Hears when `onTrack` fails. Warnings and errors go to the console when absent. */
  readonly logger?: Logger
}

/**
 * OpenFeature's server provider over a client, which it closes when OpenFeature closes it. Given a function instead, it
 * makes a client whenever it is initialized, and so can be set again after it was closed.
 *
 * `initialize` fails when no snapshot came in time; the provider becomes READY when one comes later. It is FATAL when
 * there is no client to be had.
 * Source: https://openfeature.dev/specification/sections/providers
 */
export class EvenkeelProvider implements Provider {
  readonly metadata = { name: 'evenkeel' } as const
  readonly runsOn = 'server'
  readonly events = new OpenFeatureEventEmitter()
  readonly hooks: Hook[]
  readonly #make: (() => Client) | undefined
  readonly #options: EvenkeelProviderOptions
  readonly #tracker: Tracker | undefined
  #reader: FlagReader
  /** Undefined before `initialize` when it is to make one, and after `onClose`. */
  #client: Client | undefined

  constructor(client: Client | (() => Client), options: EvenkeelProviderOptions = {}) {
    const { hooks = [], onTrack, logger = defaultLogger } = options
    this.hooks = [...hooks]
    this.#options = options
    this.#tracker = onTrack && new Tracker(onTrack, logger)
    this.#make = typeof client === 'function' ? client : undefined
    this.#client = typeof client === 'function' ? undefined : client
    this.#reader = this.#client ?? new FlagReader({ evaluator: undefined })
  }

  async initialize(): Promise<void> {
    const client = this.#open()
    const { source } = await client.ready(this.#options)
    if (client !== this.#client) throw new ProviderNotReadyError('closed while it waited for a snapshot')
    const isReady = source !== 'defaults'
    forwardEvents(client, this.events, isReady)
    if (!isReady) throw new ProviderNotReadyError('no snapshot arrived in time; trying goes on')
  }

  resolveBooleanEvaluation(
    key: string,
    defaultValue: boolean,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    return resolved(this.#reader.getBooleanDetails(key, defaultValue, context))
  }

  resolveStringEvaluation(
    key: string,
    defaultValue: string,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<string>> {
    return resolved(this.#reader.getStringDetails(key, defaultValue, context))
  }

  resolveNumberEvaluation(
    key: string,
    defaultValue: number,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<number>> {
    return resolved(this.#reader.getNumberDetails(key, defaultValue, context))
  }

  resolveObjectEvaluation<T extends JsonValue>(
    key: string,
    defaultValue: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    return resolved(this.#reader.getObjectDetails(key, defaultValue, context))
  }

  track(name: string, context: EvaluationContext, details: TrackingEventDetails): void {
    this.#tracker?.track(name, context, details)
  }

  /** Evaluations go on with the snapshot in use. */
  async onClose(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.close()
  }

  #open(): Client {
    if (this.#make !== undefined) this.#reader = this.#client = made(this.#make)
    if (this.#client === undefined) {
      throw new ProviderFatalError(
        'the client was closed with this provider; to set one again, give it a function: () => createClient(…)',
      )
    }
    return this.#client
  }
}

/** Whatever keeps a client from being made will do so again. */
function made(make: () => Client): Client {
  try {
    return make()
  } catch (cause) {
    throw new ProviderFatalError(messageOf(cause), { cause })
  }
}

/**
 * The same object under OpenFeature's types, which are the same but for their names and for `readonly`: OpenFeature
 * copies what it gets, and freezes metadata, which is frozen.
 */
function resolved<T>(details: EvenkeelDetails<T>): Promise<ResolutionDetails<T>> {
  return Promise.resolve(details as unknown as ResolutionDetails<T>)
}

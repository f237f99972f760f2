import type { EvaluationContext, Hook, JsonValue, Provider, ResolutionDetails } from '@openfeature/web-sdk'
import {
  ErrorCode,
  GeneralError,
  OpenFeatureEventEmitter,
  ProviderEvents,
  ProviderFatalError,
} from '@openfeature/web-sdk'
import { SdkError } from '../errors.ts'
import { diffEvaluatedFlags } from './evaluated-flags.ts'
import type { TaggedFlags } from './fetch-evaluated-flags.ts'
import { fetchEvaluatedFlags } from './fetch-evaluated-flags.ts'
import type { CacheSubject } from './flag-cache.ts'
import { FlagCache } from './flag-cache.ts'
import type { RefreshOutcome } from './refresh-loop.ts'
import { RefreshLoop } from './refresh-loop.ts'
import type { AnsweringFlags } from './resolve-flag.ts'
import { resolveFlag } from './resolve-flag.ts'
import type { WebPlatform } from './web-platform.ts'
import { browserPlatform } from './web-platform.ts'
import type { EvenkeelWebProviderOptions, WebProviderSettings } from './web-provider-options.ts'
import { parseWebProviderOptions } from './web-provider-options.ts'

/** Two failures in a row: one may be a hiccup of the network. */
const FAILURES_UNTIL_STALE = 2

/** What evaluations are answered from. */
interface HeldFlags extends TaggedFlags, AnsweringFlags {
  readonly targetingKey: string | undefined
}

/**
 * OpenFeature's web provider: asks the server for the values of every flag in the page's context and answers from them,
 * synchronously. Rules and lists of keys never reach the page. Throws SdkError `invalid-options`.
 *
 * What OpenFeature announces: READY with values of the server, or of an earlier visit (their reason is CACHED);
 * CONFIGURATION_CHANGED with exactly the keys whose outcome changed; STALE when the server cannot be reached twice in a
 * row, and ERROR when it refuses the token or the context, while values go on being served; READY when it answers
 * again. Without any values, `initialize` fails, with PROVIDER_FATAL when the token or the context was refused, and
 * becomes READY when a later attempt succeeds.
 *
 * Changes are found by polling with an entity tag. OFREP is about to describe server-sent events that say "ask again"
 * (open-feature/protocol, ADR 8, proposed); a page gains seconds by them, and a server pays with a connection for every
 * open page, so they are left out while they are a proposal.
 *
 * Source: https://openfeature.dev/specification/sections/providers and open-feature/protocol,
 * guideline/static-context-provider.md, ADR 9.
 */
export class EvenkeelWebProvider implements Provider {
  readonly metadata = { name: 'evenkeel-web' } as const
  readonly runsOn = 'client'
  /** The values that are kept belong to one domain. */
  readonly domainScoped = true
  readonly events = new OpenFeatureEventEmitter()
  readonly hooks: Hook[]
  readonly track?: NonNullable<Provider['track']>
  readonly #settings: WebProviderSettings
  readonly #platform: WebPlatform
  readonly #cache: FlagCache
  readonly #loop: RefreshLoop
  #domain = ''
  #context: EvaluationContext = {}
  #held: HeldFlags | undefined
  /** What OpenFeature was told last. */
  #announced: ProviderEvents = ProviderEvents.Ready

  constructor(options: EvenkeelWebProviderOptions, platform: WebPlatform = browserPlatform) {
    this.#settings = parseWebProviderOptions(options)
    this.#platform = platform
    this.hooks = [...(options.hooks ?? [])]
    if (options.track) this.track = options.track
    this.#cache = new FlagCache(this.#settings, platform)
    this.#loop = new RefreshLoop({
      attempt: (signal) => this.#refresh(signal),
      report: (outcome, failures) => {
        this.#announce(outcome, failures)
      },
      pollMs: this.#settings.pollMs,
      platform,
    })
  }

  async initialize(context: EvaluationContext = {}, domain = ''): Promise<void> {
    this.#context = context
    this.#domain = domain
    this.#held = undefined
    this.#announced = ProviderEvents.Ready
    this.#loop.start()
    if (this.#settings.cacheMode === 'local-cache-first' && (await this.#restore())) {
      this.#loop.runInBackground()
    } else {
      await this.#load()
    }
  }

  /**
   * Until the new values are there the former are served. When they do not come, those of another targeting key are
   * given up.
   */
  async onContextChange(_before: EvaluationContext, context: EvaluationContext): Promise<void> {
    this.#context = context
    if (this.#held) this.#held = { ...this.#held, etag: undefined }
    await this.#load()
  }

  onClose(): Promise<void> {
    this.#loop.stop()
    return Promise.resolve()
  }

  resolveBooleanEvaluation(key: string, defaultValue: boolean): ResolutionDetails<boolean> {
    return resolveFlag(this.#held, key, defaultValue)
  }

  resolveStringEvaluation(key: string, defaultValue: string): ResolutionDetails<string> {
    return resolveFlag(this.#held, key, defaultValue)
  }

  resolveNumberEvaluation(key: string, defaultValue: number): ResolutionDetails<number> {
    return resolveFlag(this.#held, key, defaultValue)
  }

  resolveObjectEvaluation<T extends JsonValue>(key: string, defaultValue: T): ResolutionDetails<T> {
    return resolveFlag(this.#held, key, defaultValue)
  }

  /** For whoever waits, to whom OpenFeature announces how it ends. */
  async #load(): Promise<void> {
    const outcome = await this.#loop.run()
    this.#announced = ProviderEvents.Ready
    if (!(outcome instanceof SdkError)) return
    if (this.#held?.targetingKey !== this.#context.targetingKey) this.#held = undefined
    if (isRefusal(outcome)) {
      this.#announced = ProviderEvents.Error
      throw new ProviderFatalError(outcome.message)
    }
    if (!this.#held && (await this.#restore())) return
    this.#announced = ProviderEvents.Error
    throw new GeneralError(outcome.message)
  }

  async #restore(): Promise<boolean> {
    const subject = this.#subject
    const kept = await this.#cache.load(subject)
    // The context may have changed meanwhile, and its values be there already.
    if (!kept || subject.targetingKey !== this.#context.targetingKey) return false
    this.#held ??= { ...kept, targetingKey: subject.targetingKey, isCached: true }
    return true
  }

  async #refresh(signal: AbortSignal): Promise<RefreshOutcome> {
    const subject = this.#subject
    const answer = await fetchEvaluatedFlags(
      { settings: this.#settings, context: this.#context, etag: this.#held?.etag, signal },
      this.#platform,
    )
    if (answer instanceof SdkError || signal.aborted) return answer instanceof SdkError ? answer : []
    const before = this.#held
    const tagged = answer === 'unchanged' ? before : answer
    if (!tagged)
      return new SdkError('unavailable', 'the server answered HTTP 304 though nothing was there before')
    this.#held = { ...tagged, targetingKey: subject.targetingKey, isCached: false }
    if (answer === 'unchanged') return []
    void this.#cache.save(subject, answer)
    return diffEvaluatedFlags(before?.flags, answer.flags)
  }

  #announce(outcome: RefreshOutcome, failures: number): void {
    if (!(outcome instanceof SdkError)) {
      this.#tell(ProviderEvents.Ready)
      if (outcome.length > 0) {
        this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...outcome] })
      }
    } else if (isRefusal(outcome)) {
      this.#tell(ProviderEvents.Error, outcome)
    } else if (failures >= FAILURES_UNTIL_STALE && this.#announced === ProviderEvents.Ready) {
      this.#tell(ProviderEvents.Stale, outcome)
    }
  }

  #tell(event: ProviderEvents.Ready | ProviderEvents.Stale | ProviderEvents.Error, failure?: SdkError): void {
    if (this.#announced === event) return
    this.#announced = event
    const errorCode = failure?.code === 'invalid-context' ? ErrorCode.INVALID_CONTEXT : ErrorCode.GENERAL
    this.events.emit(event, failure && { message: failure.message, errorCode })
  }

  get #subject(): CacheSubject {
    return { domain: this.#domain, targetingKey: this.#context.targetingKey }
  }
}

/** Asking again with the same token and context is of no use. */
const isRefusal = ({ code }: SdkError): boolean => code === 'unauthorized' || code === 'invalid-context'

import type { Client, EventDetails } from '@openfeature/web-sdk'
import { ProviderEvents, ProviderStatus } from '@openfeature/web-sdk'

/** Hears of changes: of these keys, or of any when they are not known. */
export type FlagListener = (changedKeys: readonly string[] | undefined) => void

/** What components share of an OpenFeature client: one subscription to its events, and one promise to wait for. */
export class FlagStore {
  readonly client: Client
  readonly #listeners = new Set<FlagListener>()
  #ready: Promise<void> | undefined

  constructor(client: Client) {
    this.client = client
  }

  /** Gives the way to stop. OpenFeature's events are listened to for as long as somebody listens here. */
  subscribe(listener: FlagListener): () => void {
    if (this.#listeners.size === 0) {
      for (const [event, handler] of this.#handlers) this.client.addHandler(event, handler)
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      for (const [event, handler] of this.#handlers) this.client.removeHandler(event, handler)
    }
  }

  /** Resolves, and never rejects, when the provider is ready or has failed; undefined when that is so already. */
  get ready(): Promise<void> | undefined {
    if (!this.#isWaiting()) return undefined
    this.#ready ??= new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (this.#isWaiting()) return
        stop()
        this.#ready = undefined
        resolve()
      })
    })
    return this.#ready
  }

  #isWaiting(): boolean {
    return this.client.providerStatus === ProviderStatus.NOT_READY
  }

  readonly #tellAll = () => {
    this.#tell(undefined)
  }

  /** Being stale or reconciling changes no value. */
  readonly #handlers: readonly (readonly [ProviderEvents, (details?: EventDetails) => void])[] = [
    [ProviderEvents.Ready, this.#tellAll],
    [ProviderEvents.Error, this.#tellAll],
    [ProviderEvents.ContextChanged, this.#tellAll],
    [
      ProviderEvents.ConfigurationChanged,
      (details) => {
        this.#tell((details as EventDetails<ProviderEvents.ConfigurationChanged> | undefined)?.flagsChanged)
      },
    ],
  ]

  #tell(changedKeys: readonly string[] | undefined): void {
    for (const listener of [...this.#listeners]) listener(changedKeys)
  }
}

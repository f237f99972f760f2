import type { Client, EvaluationDetails, FlagValue, JsonValue } from '@openfeature/web-sdk'
import type { FlagStore } from './flag-store.ts'

/**
 * A flag as one component sees it, in the form of `useSyncExternalStore`: evaluated when it may have changed, not with
 * every rendering, and the same object for as long as the content is the same.
 */
export class WatchedFlag<T extends FlagValue> {
  readonly #store: FlagStore
  readonly #key: string
  readonly #defaultValue: T
  readonly #serverDetails: EvaluationDetails<T>
  #details: EvaluationDetails<T> | undefined
  #mayHaveChanged = true

  constructor(store: FlagStore, key: string, defaultValue: T) {
    this.#store = store
    this.#key = key
    this.#defaultValue = defaultValue
    this.#serverDetails = { flagKey: key, value: defaultValue, reason: 'DEFAULT', flagMetadata: {} }
  }

  readonly subscribe = (onChange: () => void): (() => void) => {
    // Nobody listened between the rendering and now.
    this.#mayHaveChanged = true
    return this.#store.subscribe((changedKeys) => {
      if (changedKeys?.includes(this.#key) === false) return
      this.#mayHaveChanged = true
      onChange()
    })
  }

  readonly getDetails = (): EvaluationDetails<T> => {
    if (this.#details && !this.#mayHaveChanged) return this.#details
    this.#mayHaveChanged = false
    const details = evaluate(this.#store.client, this.#key, this.#defaultValue)
    return (this.#details = settle(this.#details, details))
  }

  readonly getValue = (): T => this.getDetails().value

  /** Where pages are rendered on a server, nobody has been asked for values. */
  readonly getServerDetails = (): EvaluationDetails<T> => this.#serverDetails

  readonly getServerValue = (): T => this.#defaultValue
}

function evaluate<T extends FlagValue>(client: Client, key: string, defaultValue: T): EvaluationDetails<T> {
  const details = (): EvaluationDetails<FlagValue> => {
    switch (typeof defaultValue) {
      case 'boolean':
        return client.getBooleanDetails(key, defaultValue)
      case 'string':
        return client.getStringDetails(key, defaultValue)
      case 'number':
        return client.getNumberDetails(key, defaultValue)
      default:
        return client.getObjectDetails(key, defaultValue as JsonValue)
    }
  }
  // Of the default's type, or the default itself.
  return details() as EvaluationDetails<T>
}

/** What was there before, as far as it is the same. */
function settle<T extends FlagValue>(
  before: EvaluationDetails<T> | undefined,
  after: EvaluationDetails<T>,
): EvaluationDetails<T> {
  if (!before || !isSame(before.value, after.value)) return after
  return isSame(before, after) ? before : { ...after, value: before.value }
}

function isSame(before: unknown, after: unknown): boolean {
  return Object.is(before, after) || JSON.stringify(before) === JSON.stringify(after)
}

import { messageOf } from '@evenkeel/core/errors'
import { callSafely } from '../call-safely.ts'
import type { Logger } from '../logger.ts'

export type Listener<E> = (event: E) => void

/** Calls listeners in the order they were added; what one throws is logged and concerns nobody else. */
export class EventEmitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Gives the way to stop listening. A listener added twice is called once. */
  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    const report = (thrown: unknown) => {
      this.#logger.error(`evenkeel: a listener for "${String(name)}" threw: ${messageOf(thrown)}`)
    }
    const listeners = this.#listeners.get(name) ?? []
    for (const listener of [...listeners] as ((event: Events[K]) => unknown)[]) {
      callSafely(() => listener(event), report)
    }
  }
}

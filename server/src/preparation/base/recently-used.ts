/** Holds what was asked for last, while all of it together is of no more than `capacity`. */
export class RecentlyUsed<V> {
  readonly #capacity: number
  readonly #held = new Map<string, { readonly value: V; readonly size: number }>()
  #size = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  find(key: string): V | undefined {
    const found = this.#held.get(key)
    if (found === undefined) return undefined
    this.#held.delete(key)
    this.#held.set(key, found)
    return found.value
  }

  /** What is larger than all there is room for is held until something else is. */
  keep(key: string, value: V, size = 1): void {
    this.#forget(key)
    this.#held.set(key, { value, size })
    this.#size += size
    for (const oldest of this.#held.keys()) {
      if (this.#size <= this.#capacity || oldest === key) return
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#size -= this.#held.get(key)?.size ?? 0
    this.#held.delete(key)
  }
}

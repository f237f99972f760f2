interface Held<V> {
  readonly value: V
  readonly bytes: number
}

/** Keeps what was used last, up to `maxBytes` in all. */
export class ByteCache<K, V> {
  readonly #maxBytes: number
  /** In the order of use, the least recent first. */
  readonly #held = new Map<K, Held<V>>()
  #newest: K | undefined
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(key: K): V | undefined {
    const held = this.#held.get(key)
    if (!held || key === this.#newest) return held?.value
    this.#held.delete(key)
    this.#held.set(key, held)
    this.#newest = key
    return held.value
  }

  /** Does not keep what is larger than the cache. */
  set(key: K, value: V, bytes: number): void {
    this.delete(key)
    if (bytes > this.#maxBytes) return
    this.#held.set(key, { value, bytes })
    this.#newest = key
    this.#bytes += bytes
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#maxBytes) return
      this.delete(oldest)
    }
  }

  delete(key: K): void {
    this.#bytes -= this.#held.get(key)?.bytes ?? 0
    this.#held.delete(key)
  }

  clear(): void {
    this.#held.clear()
    this.#newest = undefined
    this.#bytes = 0
  }
}

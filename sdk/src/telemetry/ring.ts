/** A queue that holds the newest `capacity` items, in order. */
export class Ring<T> {
  readonly #capacity: number
  readonly #items: T[] = []
  #oldest = 0
  #size = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#size
  }

  /** Whether the oldest item had to go for this one. */
  push(item: T): boolean {
    this.#items[(this.#oldest + this.#size) % this.#capacity] = item
    const isFull = this.#size === this.#capacity
    if (isFull) this.#oldest = (this.#oldest + 1) % this.#capacity
    else this.#size += 1
    return isFull
  }

  /** Takes out the oldest, `most` at most. */
  take(most: number): T[] {
    const count = Math.min(most, this.#size)
    const end = this.#oldest + count
    const taken = [
      ...this.#items.slice(this.#oldest, end),
      ...this.#items.slice(0, Math.max(0, end - this.#capacity)),
    ]
    this.#oldest = end % this.#capacity
    this.#size -= count
    if (this.#size === 0) this.#forget()
    return taken
  }

  #forget(): void {
    this.#items.length = 0
    this.#oldest = 0
  }
}

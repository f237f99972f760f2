export interface RecentlySeenOptions {
  readonly windowMs: number
  readonly capacity: number
}

/**
 * Remembers what was seen for `windowMs` at least and twice that at most, unless more than `capacity` was: then the
 * older half is forgotten early. Two sets take turns, so that forgetting costs nothing.
 */
export class RecentlySeen {
  readonly #options: RecentlySeenOptions
  #current = new Set<string>()
  #previous = new Set<string>()
  #turnsAt = -Infinity

  constructor(options: RecentlySeenOptions) {
    this.#options = options
  }

  /** Whether it was not seen recently. It is remembered from when it was first seen. */
  isNews(key: string, nowMs: number): boolean {
    const { windowMs } = this.#options
    // A clock that was set back by much would otherwise make the window longer by as much.
    const wasSetBack = nowMs < this.#turnsAt - 2 * windowMs
    if (nowMs >= this.#turnsAt || wasSetBack) this.#turn(nowMs)
    if (this.#current.has(key) || this.#previous.has(key)) return false
    if (this.#current.size >= this.#options.capacity / 2) this.#turn(nowMs)
    this.#current.add(key)
    return true
  }

  #turn(nowMs: number): void {
    const { windowMs } = this.#options
    this.#previous = nowMs < this.#turnsAt + windowMs ? this.#current : new Set()
    this.#current = new Set()
    this.#turnsAt = nowMs + windowMs
  }
}

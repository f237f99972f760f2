import type { Clock } from '@evenkeel/core/clock'
import type { WebPlatform } from './web-platform.ts'

/** A page that a test holds in its hands: seen or hidden, awake when told, with storage and a server of its own. */
export class FakeWebPlatform implements WebPlatform {
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly stored = new Map<string, string>()
  readonly storage = {
    getItem: (key: string) => this.stored.get(key) ?? null,
    setItem: (key: string, text: string) => void this.stored.set(key, text),
  }
  readonly random = () => 0.5
  readonly sha256 = async (text: string) => {
    await this.#hashesAreHeld
    return `hash of ${text.length} characters: ${hashOf(text)}`
  }
  readonly isHidden = () => this.#isHidden
  #isHidden = false
  #hashesAreHeld: Promise<void> | undefined
  readonly #listeners = new Set<() => void>()

  constructor(clock: Clock, fetch: typeof globalThis.fetch) {
    this.clock = clock
    this.fetch = fetch
  }

  readonly onWake = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** From now on no hash is ready; gives the way to let them. */
  holdHashes(): () => void {
    let release: () => void
    this.#hashesAreHeld = new Promise((resolve) => (release = resolve))
    return () => {
      release()
    }
  }

  hide(): void {
    this.#isHidden = true
  }

  show(): void {
    this.#isHidden = false
    this.wake()
  }

  wake(): void {
    for (const listener of this.#listeners) listener()
  }

  get isListening(): boolean {
    return this.#listeners.size > 0
  }
}

/** Not SHA-256, but tells texts apart and does not repeat them. */
const hashOf = (text: string): number =>
  new TextEncoder().encode(text).reduce((hash, byte) => (hash * 31 + byte) % 0x7fffffff, 7)

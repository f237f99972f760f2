import type { Clock } from '@evenkeel/core/clock'

/** What the provider takes from the page or worker it runs in. */
export interface WebPlatform {
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly fetch: typeof fetch
  /** In hexadecimal. */
  readonly sha256: (text: string) => Promise<string>
  /** Undefined where nothing may be kept. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  /** Whether nobody can see the page. */
  readonly isHidden: () => boolean
  /** Calls when the page can be seen again or the network is back; gives the way to stop. */
  readonly onWake: (listener: () => void) => () => void
}

export const browserPlatform: WebPlatform = {
  clock: {
    now: () => Date.now(),
    schedule(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => {
        clearTimeout(timer)
      }
    },
  },
  random: Math.random,
  fetch: (input, init) => fetch(input, init),
  sha256: async (text) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  },
  get storage() {
    // Reading the property throws where the page may not keep anything; workers have no such property.
    try {
      return isSecureContext ? localStorage : undefined
    } catch {
      return undefined
    }
  },
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  onWake(listener) {
    // Workers have no document, and what is no browser has neither.
    const targets: readonly (readonly [EventTarget, string])[] = [
      ...(typeof addEventListener === 'undefined' ? [] : ([[globalThis, 'online']] as const)),
      ...(typeof document === 'undefined' ? [] : ([[document, 'visibilitychange']] as const)),
    ]
    for (const [target, event] of targets) target.addEventListener(event, listener)
    return () => {
      for (const [target, event] of targets) target.removeEventListener(event, listener)
    }
  },
}

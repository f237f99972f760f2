import { parseEvaluatedFlags } from './evaluated-flags.ts'
import type { TaggedFlags } from './fetch-evaluated-flags.ts'
import type { WebPlatform } from './web-platform.ts'
import type { WebProviderSettings } from './web-provider-options.ts'

const VERSION = 1
const MAX_AGE_MS = 30 * 24 * 3_600_000

/** Whom flags were evaluated for, as far as that is told apart. */
export interface CacheSubject {
  /** OpenFeature's domain; '' is the default one. */
  readonly domain: string
  readonly targetingKey: string | undefined
}

interface Entry {
  readonly version: number
  readonly subject: string
  readonly writtenAt: number
  readonly etag?: string
  readonly flags: readonly unknown[]
}

/**
 * The newest evaluated flags of a domain, kept for the next visit. What names the subject is a hash of endpoint, token,
 * domain and targeting key; the context itself is not kept. Nothing here ever rejects: a cache that cannot be read or
 * written is an empty one.
 * Source: open-feature/protocol, ADR 9 "Persist static-context evaluations in local storage".
 */
export class FlagCache {
  readonly #settings: WebProviderSettings
  readonly #platform: Pick<WebPlatform, 'clock' | 'sha256' | 'storage'>

  constructor(settings: WebProviderSettings, platform: Pick<WebPlatform, 'clock' | 'sha256' | 'storage'>) {
    this.#settings = settings
    this.#platform = platform
  }

  /** At most 30 days old. */
  async load(subject: CacheSubject): Promise<TaggedFlags | undefined> {
    try {
      const text = this.#storage?.getItem(slotOf(subject))
      if (text == null) return undefined
      const entry = JSON.parse(text) as Entry
      const isCurrent = entry.version === VERSION && this.#platform.clock.now() - entry.writtenAt < MAX_AGE_MS
      if (!isCurrent || entry.subject !== (await this.#hash(subject))) return undefined
      const flags = parseEvaluatedFlags(entry)
      return flags && { flags, etag: entry.etag }
    } catch {
      return undefined
    }
  }

  async save(subject: CacheSubject, { flags, etag }: TaggedFlags): Promise<void> {
    try {
      const entry: Entry = {
        version: VERSION,
        subject: await this.#hash(subject),
        writtenAt: this.#platform.clock.now(),
        ...(etag !== undefined && { etag }),
        flags: [...flags.values()],
      }
      this.#storage?.setItem(slotOf(subject), JSON.stringify(entry))
    } catch {
      // Full or forbidden: the values in memory are in use all the same.
    }
  }

  get #storage(): WebPlatform['storage'] {
    return this.#settings.cacheMode === 'disabled' ? undefined : this.#platform.storage
  }

  #hash({ domain, targetingKey }: CacheSubject): Promise<string> {
    const { endpoint, token } = this.#settings
    return this.#platform.sha256(JSON.stringify([endpoint, token, domain, targetingKey]))
  }
}

const slotOf = ({ domain }: CacheSubject): string => `evenkeel.flags${domain && `.${domain}`}`

import type { Compilation } from '@evenkeel/core/compilation'
import { KnownBlocks } from '@evenkeel/core/compilation'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import { RecentlyUsed } from './recently-used.ts'
import { openCompilation } from './open-compilation.ts'

/** In characters of content: two of the largest that there may be, or a dozen of usual size. */
const CAPACITY = 16 * 1024 * 1024

/** A compilation that was opened, with the blocks of the content that was last made of it. */
export interface OpenBase {
  readonly compilation: Compilation
  readonly blocks: KnownBlocks
}

/** Opens what was kept, and holds what it opened last, so that an operation costs no more than it changes. */
export class OpenBases {
  readonly #held = new RecentlyUsed<OpenBase>(CAPACITY)

  /** Throws SnapshotError. */
  open(stored: StoredCompilation): OpenBase {
    const { environment, commit, contentHash, companion } = stored
    const key = JSON.stringify([environment, commit, contentHash, companion !== undefined])
    const held = this.#held.find(key)
    if (held !== undefined) return held
    const base = { compilation: openCompilation(stored), blocks: new KnownBlocks() }
    this.#held.keep(key, base, base.compilation.content.length)
    return base
  }
}

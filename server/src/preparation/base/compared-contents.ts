import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import { RecentlyUsed } from './recently-used.ts'
import { openCompilation } from './open-compilation.ts'
import { withoutCompanion } from './without-companion.ts'

/** In characters: two of the largest contents that there may be, or dozens of usual size. */
const CAPACITY = 16 * 1024 * 1024

interface Compared {
  readonly contentHash: string
  readonly content: string
}

/**
 * The content of each environment that was compared last, which is what its next one will be compared with. What does
 * not travel is not even opened: it takes longer to read than all that does.
 */
export class ComparedContents {
  readonly #held = new RecentlyUsed<Compared>(CAPACITY)

  /** Throws SnapshotError. */
  open(stored: StoredCompilation): string {
    const { environment, contentHash } = stored
    const held = this.#held.find(environment)
    if (held?.contentHash === contentHash) return held.content
    const { content } = openCompilation(withoutCompanion(stored))
    this.#held.keep(environment, { contentHash, content }, content.length)
    return content
  }
}

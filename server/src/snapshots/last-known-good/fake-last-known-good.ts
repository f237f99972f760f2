import type { StoredRevision } from '../store/stored-revision.ts'
import type { LastKnownGood, WrittenRevision } from './last-known-good.ts'
import { GENERATIONS } from './last-known-good.ts'

/** Keeps revisions in memory; `failing` makes it a disk that fails. */
export class FakeLastKnownGood implements LastKnownGood {
  failing = false
  readonly #kept = new Map<string, readonly StoredRevision[]>()

  write(revision: StoredRevision): Promise<WrittenRevision> {
    if (this.failing) return Promise.reject(new Error('EIO: i/o error'))
    return Promise.resolve({ keep: () => this.#keep(revision), drop: () => Promise.resolve() })
  }

  load(): Promise<readonly (readonly StoredRevision[])[]> {
    if (this.failing) return Promise.reject(new Error('EIO: i/o error'))
    return Promise.resolve([...this.#kept.values()])
  }

  #keep(revision: StoredRevision): Promise<void> {
    const { environment } = revision.snapshot
    const before = this.#kept.get(environment) ?? []
    this.#kept.set(environment, [revision, ...before].slice(0, GENERATIONS))
    return Promise.resolve()
  }
}

import type { StoredSnapshot } from '../snapshot-store.ts'
import type { LastKnownGood } from './last-known-good.ts'
import { GENERATIONS } from './last-known-good.ts'

/** Keeps snapshots in memory; `failing` makes it a disk that fails. */
export class FakeLastKnownGood implements LastKnownGood {
  failing = false
  readonly #kept = new Map<string, readonly StoredSnapshot[]>()

  keep(snapshot: StoredSnapshot): Promise<void> {
    if (this.failing) return Promise.reject(new Error('EIO: i/o error'))
    const before = this.#kept.get(snapshot.environment) ?? []
    this.#kept.set(snapshot.environment, [snapshot, ...before].slice(0, GENERATIONS))
    return Promise.resolve()
  }

  load(): Promise<readonly (readonly StoredSnapshot[])[]> {
    if (this.failing) return Promise.reject(new Error('EIO: i/o error'))
    return Promise.resolve([...this.#kept.values()])
  }
}

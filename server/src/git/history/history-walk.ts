import type { ObjectId } from '../repository.ts'

/** Undefined for a commit that is not within reach. */
export type FindParents = (commit: ObjectId) => Promise<readonly ObjectId[] | undefined>

/** A walk through the history of one commit, breadth first, through every parent. */
export class HistoryWalk {
  readonly #findParents: FindParents
  readonly #seen: Set<ObjectId>
  readonly #waiting: ObjectId[]
  readonly #missing: ObjectId[] = []
  #next = 0

  constructor(start: ObjectId, findParents: FindParents) {
    this.#findParents = findParents
    this.#seen = new Set([start])
    this.#waiting = [start]
  }

  /** Whether a commit is known to be in the history, be it within reach or not. */
  has(commit: ObjectId): boolean {
    return this.#seen.has(commit)
  }

  /** Looks at one more commit, of those that `other` has not come by. False when there is none. */
  async step(other: HistoryWalk): Promise<boolean> {
    for (
      let commit = this.#waiting[this.#next++];
      commit !== undefined;
      commit = this.#waiting[this.#next++]
    ) {
      if (other.has(commit)) continue
      const parents = await this.#findParents(commit)
      if (parents) for (const parent of parents) this.#add(parent)
      else this.#missing.push(commit)
      return true
    }
    return false
  }

  /** Whether it came to the roots of the history, or to what `other` came by. */
  isComplete(other: HistoryWalk): boolean {
    return [...this.#missing, ...this.#waiting.slice(this.#next)].every((commit) => other.has(commit))
  }

  #add(commit: ObjectId): void {
    if (this.#seen.has(commit)) return
    this.#seen.add(commit)
    this.#waiting.push(commit)
  }
}

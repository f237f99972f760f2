import type { ObjectId } from '../../repository.ts'

const NONE = -1

/** The deltas of a pack that wait for what they build on, as lists that are linked by position. */
export class PendingDeltas {
  readonly #firstByPosition: Int32Array
  readonly #next: Int32Array
  readonly #firstByOid = new Map<ObjectId, number>()

  constructor(capacity: number) {
    this.#firstByPosition = new Int32Array(capacity).fill(NONE)
    this.#next = new Int32Array(capacity).fill(NONE)
  }

  /** `position` waits for another entry of the pack. */
  addToPosition(base: number, position: number): void {
    this.#next[position] = this.#firstByPosition[base] ?? NONE
    this.#firstByPosition[base] = position
  }

  /** `position` waits for an object, in the pack or not. */
  addToOid(base: ObjectId, position: number): void {
    this.#next[position] = this.#firstByOid.get(base) ?? NONE
    this.#firstByOid.set(base, position)
  }

  isAwaited(oid: ObjectId): boolean {
    return this.#firstByOid.has(oid)
  }

  /** Ends the wait for the entry at `position`, which turned out to be the object `oid`. */
  take(position: number, oid: ObjectId): readonly number[] {
    const waiting = [...this.#listFrom(this.#firstByPosition[position] ?? NONE), ...this.takeOid(oid)]
    this.#firstByPosition[position] = NONE
    return waiting
  }

  takeOid(oid: ObjectId): readonly number[] {
    const waiting = this.#listFrom(this.#firstByOid.get(oid) ?? NONE)
    this.#firstByOid.delete(oid)
    return waiting
  }

  /** The objects that are still waited for. */
  oids(): readonly ObjectId[] {
    return [...this.#firstByOid.keys()]
  }

  #listFrom(first: number): number[] {
    const list: number[] = []
    for (let position = first; position !== NONE; position = this.#next[position] ?? NONE) list.push(position)
    return list
  }
}

import { ByteCache } from '../../objects/byte-cache.ts'
import { DamagedObject } from '../../objects/damaged-object.ts'
import type { ObjectType, StoredObject } from '../../objects/git-object.ts'
import { hashObject } from '../../objects/git-object.ts'
import { ObjectTooLarge } from '../../objects/object-too-large.ts'
import { MAX_DELTA_BYTES, PackObjects } from '../../objects/pack/pack-objects.ts'
import { WindowedFile, Windows } from '../../objects/pack/windowed-file.ts'
import type { ObjectId } from '../../repository.ts'
import type { Pace } from '../pace.ts'
import type { ScannedPack } from './scan-pack.ts'

/** What was here before a transfer. */
export interface StoreBefore {
  findObject(oid: ObjectId): Promise<StoredObject | undefined>
  /** Whether there are objects that cannot be found, because they are too large to be read. */
  leavesOut(): Promise<boolean>
}

const MAX_WINDOWS_BYTES = 8 * 1024 * 1024

/**
 * Makes the deltas of a scanned pack known, each after what it builds on, in the pack or in the store. One that takes
 * an object that is too large to be held is left out, with all that builds on it. Throws DamagedObject when a base is
 * nowhere.
 */
export class DeltaResolver {
  readonly #scanned: ScannedPack
  readonly #store: StoreBefore
  readonly #objects: PackObjects
  readonly #pace: Pace
  /** Places of objects that deltas name by id. */
  readonly #named = new Map<ObjectId, number>()
  #leftOut = false

  constructor(path: string, scanned: ScannedPack, store: StoreBefore, pace: Pace) {
    this.#scanned = scanned
    this.#store = store
    this.#pace = pace
    this.#objects = new PackObjects({
      file: new WindowedFile(path, new Windows(MAX_WINDOWS_BYTES)),
      contents: new ByteCache(MAX_DELTA_BYTES),
      findBase: (oid, depth) => this.#findBase(oid, depth),
    })
  }

  async resolve(): Promise<void> {
    await this.#resolveWithinPack()
    await this.#resolveFromStore()
  }

  async #resolveWithinPack(): Promise<void> {
    const { entries } = this.#scanned
    for (let position = 0; position < entries.count; position++) {
      const type = entries.typeOf(position)
      if (type) await this.#resolveFrom(this.#waitingFor(position), type)
    }
  }

  async #resolveFromStore(): Promise<void> {
    const { pending } = this.#scanned
    for (const oid of pending.oids()) {
      const base = await this.#store.findObject(oid)
      if (base) await this.#resolveFrom(pending.takeOid(oid), base.type)
    }
    const [nowhere] = pending.oids()
    if (nowhere === undefined || this.#leftOut || (await this.#store.leavesOut())) return
    throw new DamagedObject(`a delta builds on ${nowhere}, which is not there`)
  }

  async #resolveFrom(deltas: readonly number[], type: ObjectType): Promise<void> {
    const waiting = [...deltas]
    for (let position = waiting.pop(); position !== undefined; position = waiting.pop()) {
      await this.#pace.step()
      const content = await this.#contentOf(position)
      if (!content) continue
      this.#scanned.entries.setObject(position, type, hashObject(type, content))
      for (const next of this.#waitingFor(position)) waiting.push(next)
    }
  }

  async #contentOf(position: number): Promise<Buffer | undefined> {
    try {
      return await this.#objects.contentAt(this.#scanned.entries.offsetOf(position))
    } catch (error) {
      if (!(error instanceof ObjectTooLarge)) throw error
      this.#leftOut = true
      return undefined
    }
  }

  #waitingFor(position: number): readonly number[] {
    const { entries, pending } = this.#scanned
    const oid = entries.oidOf(position).toString('hex')
    if (pending.isAwaited(oid)) this.#named.set(oid, entries.offsetOf(position))
    return pending.take(position, oid)
  }

  async #findBase(oid: ObjectId, depth: number): Promise<StoredObject | undefined> {
    const offset = this.#named.get(oid)
    return offset === undefined ? this.#store.findObject(oid) : this.#objects.at(offset, depth)
  }
}

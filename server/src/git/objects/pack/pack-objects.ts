import type { ByteCache } from '../byte-cache.ts'
import { DamagedObject } from '../damaged-object.ts'
import { applyDelta, MAX_DELTA_HEAD_BYTES, parseDeltaHead } from './delta.ts'
import type { StoredObject } from '../git-object.ts'
import { deflatedBound, inflateBeginning, inflatedBound, inflateExactly } from '../inflate.ts'
import { ObjectTooLarge } from '../object-too-large.ts'
import type { DeltaBase, PackEntry } from './pack-entry.ts'
import { MAX_ENTRY_HEAD_BYTES, parsePackEntry } from './pack-entry.ts'
import type { WindowedFile } from './windowed-file.ts'

/** Git itself makes no longer chains of deltas. */
const MAX_CHAIN = 4095
/** The largest object that a delta is applied to, its instructions, and what comes out of it. */
export const MAX_DELTA_BYTES = 64 * 1024 * 1024

/** Below it, it does not matter whether a size is true before the content is read. */
const MAX_UNDOUBTED_BYTES = 64 * 1024

export interface PackSource {
  readonly file: WindowedFile
  /** Contents that others may build on, by pack and place. */
  readonly contents: ByteCache<string, Buffer>
  /** The base of a delta that names it by id, in this pack or anywhere; `depth` is that of the chain so far. */
  findBase(oid: string, depth: number): Promise<StoredObject | undefined>
}

/** The objects of a pack by their place in it. Throws DamagedObject for what is no object. */
export class PackObjects {
  readonly #source: PackSource

  constructor(source: PackSource) {
    this.#source = source
  }

  async at(offset: number, depth = 0): Promise<StoredObject> {
    const entry = await this.#entryAt(offset)
    const { type, size } = entry
    const read = () => this.#contentOf(entry, offset, depth)
    if (type !== 'delta') return { type, size, read }
    const base = await this.#baseOf(entry, depth)
    return { type: base.type, size: await this.#resultSizeOf(entry, offset), read }
  }

  /** Of a delta, or of what a delta builds on, bounded at every step. Throws ObjectTooLarge too. */
  async contentAt(offset: number, depth = 0): Promise<Buffer> {
    const key = this.#keyOf(offset)
    const known = this.#source.contents.get(key)
    if (known) return known
    const entry = await this.#entryAt(offset)
    if (entry.size > MAX_DELTA_BYTES) throw new ObjectTooLarge(entry.size, MAX_DELTA_BYTES)
    const content = await this.#contentOf(entry, offset, depth)
    this.#source.contents.set(key, content, content.length)
    return content
  }

  async #contentOf(entry: PackEntry, offset: number, depth: number): Promise<Buffer> {
    if (entry.base === undefined) return this.#inflate(entry, offset)
    if (entry.size > MAX_DELTA_BYTES) throw new ObjectTooLarge(entry.size, MAX_DELTA_BYTES)
    const base = await this.#baseContent(entry.base, depth)
    return applyDelta(base, await this.#inflate(entry, offset), MAX_DELTA_BYTES)
  }

  async #baseContent(base: DeltaBase, depth: number): Promise<Buffer> {
    if ('offset' in base) return this.contentAt(base.offset, nextLink(depth))
    const stored = await this.#requireBase(base.oid, depth)
    if (stored.size > MAX_DELTA_BYTES) throw new ObjectTooLarge(stored.size, MAX_DELTA_BYTES)
    const known = this.#source.contents.get(base.oid)
    if (known) return known
    const content = await stored.read()
    this.#source.contents.set(base.oid, content, content.length)
    return content
  }

  async #baseOf({ base }: PackEntry, depth: number): Promise<Pick<StoredObject, 'type'>> {
    if (base === undefined) throw new DamagedObject('a delta has no base')
    if ('oid' in base) return this.#requireBase(base.oid, depth)
    const entry = await this.#entryAt(base.offset)
    return entry.type === 'delta' ? this.#baseOf(entry, nextLink(depth)) : { type: entry.type }
  }

  async #requireBase(oid: string, depth: number): Promise<StoredObject> {
    const base = await this.#source.findBase(oid, nextLink(depth))
    if (!base) throw new DamagedObject(`a delta builds on ${oid}, which is not there`)
    return base
  }

  async #resultSizeOf({ headLength, size }: PackEntry, offset: number): Promise<number> {
    const needed = Math.min(size, MAX_DELTA_HEAD_BYTES)
    let head = inflateBeginning(await this.#source.file.read(offset + headLength, 256))
    if (head.length < needed) head = inflateBeginning(await this.#source.file.read(offset + headLength, 4096))
    return parseDeltaHead(head).resultSize
  }

  async #entryAt(offset: number): Promise<PackEntry> {
    const { file } = this.#source
    const entry = parsePackEntry(await file.read(offset, MAX_ENTRY_HEAD_BYTES), offset)
    const mayBe =
      entry.size <= MAX_UNDOUBTED_BYTES || entry.size <= inflatedBound((await file.size()) - offset)
    if (!mayBe) throw new DamagedObject(`the entry at ${offset} claims more bytes than its pack can hold`)
    return entry
  }

  /** Whoever wrote the pack may have deflated badly, but not without end. */
  async #inflate({ headLength, size }: PackEntry, offset: number): Promise<Buffer> {
    const usual = deflatedBound(size)
    for (const length of [usual, 4 * usual + 65_536]) {
      const inflated = inflateExactly(await this.#source.file.read(offset + headLength, length), size)
      if (inflated) return inflated.content
    }
    throw new DamagedObject(`the entry at ${offset} is cut off`)
  }

  #keyOf(offset: number): string {
    return `${this.#source.file.path} ${offset}`
  }
}

function nextLink(depth: number): number {
  if (depth >= MAX_CHAIN) throw new DamagedObject(`a chain of deltas is longer than ${MAX_CHAIN}`)
  return depth + 1
}

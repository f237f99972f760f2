import type { ObjectId } from '../../repository.ts'
import type { ByteCache } from '../byte-cache.ts'
import { DamagedObject } from '../damaged-object.ts'
import type { StoredObject } from '../git-object.ts'
import { PackIndex } from './pack-index.ts'
import { PackObjects } from './pack-objects.ts'
import type { Windows } from './windowed-file.ts'
import { WindowedFile } from './windowed-file.ts'

export const PACK_SIGNATURE = 'PACK'
export const PACK_HEADER_BYTES = 12

/** What the packs of a store share. */
export interface PackShared {
  readonly windows: Windows
  readonly contents: ByteCache<string, Buffer>
  /** Looks an object up in the whole store. */
  find(oid: ObjectId, depth: number): Promise<StoredObject | undefined>
}

const CHECKSUM_BYTES = 20

/** A pack and its index, which are opened at the first look-up. */
export class Pack {
  readonly #pack: WindowedFile
  readonly #indexFile: WindowedFile
  readonly #objects: PackObjects
  #index: Promise<PackIndex> | undefined

  /** `path` is that of both files, without `.pack` or `.idx`. */
  constructor(path: string, shared: PackShared) {
    this.#pack = new WindowedFile(`${path}.pack`, shared.windows)
    this.#indexFile = new WindowedFile(`${path}.idx`, shared.windows)
    this.#objects = new PackObjects({
      file: this.#pack,
      contents: shared.contents,
      findBase: async (oid, depth) => (await this.find(oid, depth)) ?? shared.find(oid, depth),
    })
  }

  async find(oid: ObjectId, depth = 0): Promise<StoredObject | undefined> {
    const offset = await (await this.#openIndex()).find(oid)
    return offset === undefined ? undefined : this.#objects.at(offset, depth)
  }

  /** Whether it has objects that its index leaves out, because they are too large to be read. */
  async leavesOut(): Promise<boolean> {
    const { count } = await this.#openIndex()
    return (await this.#pack.read(0, PACK_HEADER_BYTES)).readUInt32BE(8) > count
  }

  #openIndex(): Promise<PackIndex> {
    if (this.#index) return this.#index
    const index = this.#open()
    index.catch(() => (this.#index = undefined))
    this.#index = index
    return index
  }

  /** Sizes are believed before contents can be checked, so whether the two belong together is looked at first. */
  async #open(): Promise<PackIndex> {
    const index = await PackIndex.open(this.#indexFile)
    const header = await this.#pack.read(0, PACK_HEADER_BYTES)
    if (header.length < PACK_HEADER_BYTES || header.toString('latin1', 0, 4) !== PACK_SIGNATURE) {
      throw new DamagedObject(`${this.#pack.path} is no pack`)
    }
    const checksum = await lastBytes(this.#pack, CHECKSUM_BYTES)
    const expected = (await lastBytes(this.#indexFile, 2 * CHECKSUM_BYTES)).subarray(0, CHECKSUM_BYTES)
    if (!checksum.equals(expected)) throw new DamagedObject(`${this.#pack.path} is not the pack of its index`)
    return index
  }
}

async function lastBytes(file: WindowedFile, length: number): Promise<Buffer> {
  return file.read(Math.max(0, (await file.size()) - length), length)
}

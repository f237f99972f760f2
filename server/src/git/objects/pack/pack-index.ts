import type { ObjectId } from '../../repository.ts'
import { DamagedObject } from '../damaged-object.ts'
import type { WindowedFile } from './windowed-file.ts'

export const INDEX_SIGNATURE = 0xff744f63
const VERSION = 2
const OID_BYTES = 20
const FANOUT_START = 8
const OIDS_START = FANOUT_START + 256 * 4
/** Marks an offset that is held in the table of large ones. */
const LARGE_OFFSET = 0x80000000

/** Where the objects of a pack are: the format `.idx`, version 2, searched on the disk. */
export class PackIndex {
  readonly #file: WindowedFile
  readonly #fanout: Buffer

  private constructor(file: WindowedFile, fanout: Buffer) {
    this.#file = file
    this.#fanout = fanout
  }

  /** Throws DamagedObject. */
  static async open(file: WindowedFile): Promise<PackIndex> {
    const head = await file.read(0, OIDS_START)
    if (
      head.length < OIDS_START ||
      head.readUInt32BE(0) !== INDEX_SIGNATURE ||
      head.readUInt32BE(4) !== VERSION
    ) {
      throw new DamagedObject(`${file.path} is no index of version 2`)
    }
    return new PackIndex(file, Buffer.from(head.subarray(FANOUT_START)))
  }

  get count(): number {
    return this.#fanout.readUInt32BE(255 * 4)
  }

  /** Where in the pack an object begins. */
  async find(oid: ObjectId): Promise<number | undefined> {
    const wanted = Buffer.from(oid, 'hex')
    const [group = 0] = wanted
    let low = group === 0 ? 0 : this.#fanout.readUInt32BE((group - 1) * 4)
    let high = this.#fanout.readUInt32BE(group * 4)
    while (low < high) {
      const middle = (low + high) >>> 1
      const order = wanted.compare(await this.#read(OIDS_START + middle * OID_BYTES, OID_BYTES))
      if (order === 0) return this.#offsetOf(middle)
      if (order < 0) high = middle
      else low = middle + 1
    }
    return undefined
  }

  async #offsetOf(position: number): Promise<number> {
    const offsetsStart = OIDS_START + this.count * (OID_BYTES + 4)
    const offset = (await this.#read(offsetsStart + position * 4, 4)).readUInt32BE(0)
    if (offset < LARGE_OFFSET) return offset
    const largeStart = offsetsStart + this.count * 4
    return Number((await this.#read(largeStart + (offset - LARGE_OFFSET) * 8, 8)).readBigUInt64BE(0))
  }

  async #read(offset: number, length: number): Promise<Buffer> {
    const bytes = await this.#file.read(offset, length)
    if (bytes.length < length) throw new DamagedObject(`${this.#file.path} is cut off`)
    return bytes
  }
}

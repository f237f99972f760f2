import type { ObjectType } from '../../objects/git-object.ts'
import { OBJECT_TYPES } from '../../objects/git-object.ts'
import type { ObjectId } from '../../repository.ts'

const OID_BYTES = 20

/** What is known of the objects of one pack, by their position in it: in columns, for there may be very many. */
export class PackEntries {
  readonly #offsets: Float64Array
  readonly #crcs: Uint32Array
  readonly #oids: Buffer
  /** One more than the place in OBJECT_TYPES; 0 until it is known. */
  readonly #types: Uint8Array
  #count = 0
  #knownCount = 0

  constructor(capacity: number) {
    this.#offsets = new Float64Array(capacity)
    this.#crcs = new Uint32Array(capacity)
    this.#oids = Buffer.alloc(capacity * OID_BYTES)
    this.#types = new Uint8Array(capacity)
  }

  get count(): number {
    return this.#count
  }

  /** How many are known. */
  get knownCount(): number {
    return this.#knownCount
  }

  /** Gives the position. Offsets only grow. */
  add(offset: number): number {
    this.#offsets[this.#count] = offset
    return this.#count++
  }

  setCrc(position: number, crc: number): void {
    this.#crcs[position] = crc
  }

  /** Makes an entry known. */
  setObject(position: number, type: ObjectType, oid: ObjectId): void {
    this.#knownCount += this.typeOf(position) ? 0 : 1
    this.#types[position] = OBJECT_TYPES.indexOf(type) + 1
    this.#oids.write(oid, position * OID_BYTES, 'hex')
  }

  offsetOf(position: number): number {
    return this.#offsets[position] ?? 0
  }

  crcOf(position: number): number {
    return this.#crcs[position] ?? 0
  }

  oidOf(position: number): Buffer {
    return this.#oids.subarray(position * OID_BYTES, (position + 1) * OID_BYTES)
  }

  /** Undefined while the entry is not known. */
  typeOf(position: number): ObjectType | undefined {
    return OBJECT_TYPES[(this.#types[position] ?? 0) - 1]
  }

  /** The position of the entry that begins at `offset`. */
  findPosition(offset: number): number | undefined {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.offsetOf(middle) < offset) low = middle + 1
      else high = middle
    }
    return low < this.#count && this.offsetOf(low) === offset ? low : undefined
  }

  /** Of those that are known, in the order of their object ids. */
  sortedPositions(): Uint32Array {
    const positions = new Uint32Array(this.#knownCount)
    let filled = 0
    for (let position = 0; position < this.#count; position++) {
      if (this.typeOf(position)) positions[filled++] = position
    }
    return positions.sort((a, b) => this.oidOf(a).compare(this.oidOf(b)))
  }
}

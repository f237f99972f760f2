import { DamagedObject } from '../damaged-object.ts'
import type { ObjectType } from '../git-object.ts'

/** What a delta is applied to: another entry of the pack by its place, or any object by its id. */
export type DeltaBase = { readonly offset: number } | { readonly oid: string }

/** The head of an object in a pack. */
export interface PackEntry {
  readonly type: ObjectType | 'delta'
  /** Exactly for a delta. */
  readonly base?: DeltaBase
  /** Of what is inflated: for a delta, of its instructions. */
  readonly size: number
  /** Of the head itself; what is deflated begins after it. */
  readonly headLength: number
}

/** The longest head: a size of 10 bytes and an object id. */
export const MAX_ENTRY_HEAD_BYTES = 32
const TYPES: Readonly<Record<number, ObjectType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' }
const OFS_DELTA = 6
const REF_DELTA = 7

/** Reads the head of the entry at `offset` of a pack from the bytes there. Throws DamagedObject. */
export function parsePackEntry(bytes: Buffer, offset: number): PackEntry {
  const [first = 0] = bytes
  const kind = (first >> 4) & 7
  let size = first & 15
  let length = 1
  for (let scale = 16; (byteAt(bytes, length - 1) & 0x80) !== 0; scale *= 128) {
    size += (byteAt(bytes, length++) & 0x7f) * scale
  }
  if (!Number.isSafeInteger(size)) throw new DamagedObject(`the entry at ${offset} is larger than can be`)
  const type = TYPES[kind]
  if (type) return { type, size, headLength: length }
  if (kind === OFS_DELTA) return offsetDelta(bytes, offset, { size, length })
  if (kind !== REF_DELTA || bytes.length < length + 20) {
    throw new DamagedObject(`the entry at ${offset} is of no known type`)
  }
  const oid = bytes.toString('hex', length, length + 20)
  return { type: 'delta', base: { oid }, size, headLength: length + 20 }
}

function offsetDelta(bytes: Buffer, offset: number, head: { size: number; length: number }): PackEntry {
  let { length } = head
  let distance = byteAt(bytes, length) & 0x7f
  while ((byteAt(bytes, length++) & 0x80) !== 0) {
    distance = (distance + 1) * 128 + (byteAt(bytes, length) & 0x7f)
  }
  if (distance <= 0 || distance >= offset) {
    throw new DamagedObject(`the entry at ${offset} builds on what is not in the pack`)
  }
  return { type: 'delta', base: { offset: offset - distance }, size: head.size, headLength: length }
}

function byteAt(bytes: Buffer, index: number): number {
  const byte = bytes[index]
  if (byte === undefined) throw new DamagedObject('the pack ends within the head of an entry')
  return byte
}

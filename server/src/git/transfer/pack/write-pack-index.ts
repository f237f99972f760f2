import { createHash } from 'node:crypto'
import { INDEX_SIGNATURE } from '../../objects/pack/pack-index.ts'
import type { PackEntries } from './pack-entries.ts'

const VERSION = 2
const OID_BYTES = 20

/** The file `.idx` of a pack below 2 GiB, as Git writes it, of the entries that are known. */
export function writePackIndex(entries: PackEntries, packChecksum: Buffer): Buffer {
  const positions = entries.sortedPositions()
  const parts = [
    head(entries, positions),
    oids(entries, positions),
    column(positions, (position) => entries.crcOf(position)),
    column(positions, (position) => entries.offsetOf(position)),
    packChecksum,
  ]
  const index = Buffer.concat(parts)
  return Buffer.concat([index, createHash('sha1').update(index).digest()])
}

/** Up to each first byte of an object id, how many objects there are. */
function head(entries: PackEntries, positions: Uint32Array): Buffer {
  const counts = new Uint32Array(256)
  for (const position of positions) {
    const [group = 0] = entries.oidOf(position)
    counts[group] = (counts[group] ?? 0) + 1
  }
  let sum = 0
  return numbers([INDEX_SIGNATURE, VERSION, ...Array.from(counts, (count) => (sum += count))])
}

function oids(entries: PackEntries, positions: Uint32Array): Buffer {
  const bytes = Buffer.alloc(positions.length * OID_BYTES)
  positions.forEach((position, index) => entries.oidOf(position).copy(bytes, index * OID_BYTES))
  return bytes
}

function column(positions: Uint32Array, valueOf: (position: number) => number): Buffer {
  return numbers(positions.map(valueOf))
}

function numbers(values: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (let index = 0; index < values.length; index++) bytes.writeUInt32BE(values[index] ?? 0, index * 4)
  return bytes
}

import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { DamagedObject } from '../../objects/damaged-object.ts'
import { hashObject } from '../../objects/git-object.ts'
import { deflatedBound, inflateExactly } from '../../objects/inflate.ts'
import { PACK_HEADER_BYTES, PACK_SIGNATURE } from '../../objects/pack/pack.ts'
import type { DeltaBase, PackEntry } from '../../objects/pack/pack-entry.ts'
import { MAX_ENTRY_HEAD_BYTES, parsePackEntry } from '../../objects/pack/pack-entry.ts'
import type { ObjectId } from '../../repository.ts'
import { inflateThrough } from './inflate-through.ts'
import type { Pace } from '../pace.ts'
import { PackEntries } from './pack-entries.ts'
import { PackScanner } from './pack-scanner.ts'
import { PendingDeltas } from './pending-deltas.ts'

/** What is larger is inflated in a stream, to be hashed and forgotten. */
const MAX_AT_ONCE_BYTES = 1024 * 1024
/** An entry takes a head and a zlib stream. */
const MIN_ENTRY_BYTES = 9
const TRAILER_BYTES = 20
export const MAX_PACK_OBJECTS = 1_000_000

export interface ScannedPack {
  /** Known are those that are no deltas. */
  readonly entries: PackEntries
  readonly pending: PendingDeltas
  readonly checksum: Buffer
}

export class TooManyObjects extends Error {
  override readonly name = 'TooManyObjects'
  readonly code = 'too-many-objects'
}

/**
 * Reads the pack at `path` once from end to end, and checks it. Throws TooManyObjects, and DamagedObject for one that
 * is not as it was written.
 */
export async function scanPack(path: string, pace: Pace): Promise<ScannedPack> {
  await using file = await open(path, 'r')
  const scanner = new PackScanner(file)
  const count = await scanHeader(scanner, (await file.stat()).size)
  const entries = new PackEntries(count)
  const pending = new PendingDeltas(count)
  for (let index = 0; index < count; index++) {
    await pace.step()
    const position = entries.add(scanner.offset)
    scanner.startEntry()
    const { entry, oid } = await scanEntry(scanner, path, pace)
    entries.setCrc(position, scanner.entryCrc)
    if (entry.base) waitFor(entry.base, position, { entries, pending })
    else if (entry.type !== 'delta') entries.setObject(position, entry.type, oid)
  }
  return { entries, pending, checksum: await scanTrailer(scanner) }
}

async function scanHeader(scanner: PackScanner, size: number): Promise<number> {
  const header = await scanner.peek(PACK_HEADER_BYTES)
  const isPack = header.length >= PACK_HEADER_BYTES && header.toString('latin1', 0, 4) === PACK_SIGNATURE
  if (!isPack || ![2, 3].includes(header.readUInt32BE(4))) throw new DamagedObject('it is no pack')
  const count = header.readUInt32BE(8)
  if (count > MAX_PACK_OBJECTS) throw new TooManyObjects()
  if (count * MIN_ENTRY_BYTES > size) throw new DamagedObject('the pack is cut off')
  scanner.take(PACK_HEADER_BYTES)
  return count
}

/** Goes past an entry; the object id is that of what was inflated, and means nothing for a delta. */
async function scanEntry(
  scanner: PackScanner,
  path: string,
  pace: Pace,
): Promise<{ readonly entry: PackEntry; readonly oid: ObjectId }> {
  const entry = parsePackEntry(await scanner.peek(MAX_ENTRY_HEAD_BYTES), scanner.offset)
  const { type, size } = entry
  scanner.take(entry.headLength)
  if (size <= MAX_AT_ONCE_BYTES) {
    const inflated = inflateExactly(await scanner.peek(deflatedBound(size)), size)
    if (inflated) {
      scanner.take(inflated.taken)
      return { entry, oid: type === 'delta' ? '' : hashObject(type, inflated.content) }
    }
  }
  const hash = createHash('sha1').update(`${type} ${size}\0`)
  const taken = await inflateThrough({ path, start: scanner.offset, size }, (part) => {
    pace.check()
    hash.update(part)
  })
  await scanner.skip(taken)
  return { entry, oid: hash.digest('hex') }
}

function waitFor(
  base: DeltaBase,
  position: number,
  { entries, pending }: Omit<ScannedPack, 'checksum'>,
): void {
  if ('oid' in base) {
    pending.addToOid(base.oid, position)
    return
  }
  const at = entries.findPosition(base.offset)
  if (at === undefined) throw new DamagedObject('a delta builds on what is no object')
  pending.addToPosition(at, position)
}

async function scanTrailer(scanner: PackScanner): Promise<Buffer> {
  const trailer = await scanner.peek(TRAILER_BYTES + 1)
  if (trailer.length < TRAILER_BYTES) throw new DamagedObject('the pack is cut off')
  if (trailer.length > TRAILER_BYTES) throw new DamagedObject('the pack goes on after its end')
  const checksum = Buffer.from(trailer)
  if (!scanner.digest().equals(checksum)) throw new DamagedObject('the checksum of the pack is wrong')
  return checksum
}

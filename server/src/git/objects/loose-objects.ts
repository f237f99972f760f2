import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectId } from '../repository.ts'
import { DamagedObject } from './damaged-object.ts'
import type { ObjectHeader, StoredObject } from './git-object.ts'
import { OBJECT_TYPES } from './git-object.ts'
import { deflatedBound, inflateBeginning, inflatedBound, inflateExactly } from './inflate.ts'

/** `commit <size>\0` is never longer, and this much of a file inflates to at least as much. */
const MAX_HEADER_BYTES = 32
const BEGINNING_BYTES = 256

/** The objects of a folder `objects` that are kept as files of their own. */
export class LooseObjects {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  async find(oid: ObjectId): Promise<StoredObject | undefined> {
    const path = join(this.#directory, oid.slice(0, 2), oid.slice(2))
    const beginning = await readBeginning(path, BEGINNING_BYTES).catch(undefinedIfAbsent)
    if (!beginning) return undefined
    const { type, size, length } = parseHeader(inflateBeginning(beginning.content))
    if (size > inflatedBound(beginning.fileBytes))
      throw new DamagedObject(`${path} claims more bytes than it can hold`)
    return { type, size, read: () => readContent(path, length, size) }
  }
}

async function readContent(path: string, headerLength: number, size: number): Promise<Buffer> {
  const total = headerLength + size
  const inflated = inflateExactly((await readBeginning(path, deflatedBound(total))).content, total)
  if (!inflated) throw new DamagedObject(`${path} is cut off`)
  return inflated.content.subarray(headerLength)
}

function parseHeader(beginning: Buffer): ObjectHeader & { readonly length: number } {
  const end = beginning.subarray(0, MAX_HEADER_BYTES).indexOf(0)
  const [, name, size] = /^(\w+) (\d+)$/.exec(beginning.toString('latin1', 0, Math.max(end, 0))) ?? []
  const type = OBJECT_TYPES.find((known) => known === name)
  if (!type) throw new DamagedObject('it does not begin as an object')
  return { type, size: Number(size), length: end + 1 }
}

interface Beginning {
  readonly content: Buffer
  readonly fileBytes: number
}

async function readBeginning(path: string, maxBytes: number): Promise<Beginning> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const content = Buffer.allocUnsafeSlow(Math.min(size, maxBytes))
  let filled = 0
  while (filled < content.length) {
    const { bytesRead } = await file.read(content, filled, content.length - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return { content: content.subarray(0, filled), fileBytes: size }
}

function undefinedIfAbsent(error: unknown): undefined {
  if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
}

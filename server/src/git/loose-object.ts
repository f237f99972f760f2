import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createInflate } from 'node:zlib'
import type { ObjectId } from './repository.ts'
import { blobTooLarge } from './repository-faults.ts'

const MAX_HEADER_BYTES = 32

/**
 * Reads a blob that is kept as a file of its own, stopping as soon as its header says that it is too large.
 * Undefined when there is no such file: the object is in a pack, or nowhere. Throws RepositoryError `too-large`,
 * and a plain Error for what is no blob or does not have the object id it is kept under.
 */
export async function readLooseBlob(
  gitdir: string,
  oid: ObjectId,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const file = join(gitdir, 'objects', oid.slice(0, 2), oid.slice(2))
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (!exists) return undefined
  const chunks: Buffer[] = []
  const source = createReadStream(file)
  const inflated = source.on('error', (error) => inflated.destroy(error)).pipe(createInflate())
  try {
    let size: number | undefined
    let length = 0
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      size ??= parseBlobHeader(Buffer.concat(chunks))?.size
      if (size !== undefined && size > maxBytes) throw blobTooLarge(oid, size, maxBytes)
      if (length > maxBytes + MAX_HEADER_BYTES) throw blobTooLarge(oid, undefined, maxBytes)
    }
  } finally {
    source.destroy()
  }
  const object = Buffer.concat(chunks)
  const actual = createHash('sha1').update(object).digest('hex')
  if (actual !== oid) throw new Error(`the object kept as ${oid} is ${actual}`)
  const header = parseBlobHeader(object)
  if (!header) throw new Error(`the object ${oid} is not a blob`)
  return object.subarray(header.length)
}

/** `blob <size>\0`; undefined until all of it is there. Throws on anything else. */
function parseBlobHeader(object: Buffer): { readonly length: number; readonly size: number } | undefined {
  const end = object.subarray(0, MAX_HEADER_BYTES).indexOf(0)
  if (end === -1 && object.length < MAX_HEADER_BYTES) return undefined
  const header = /^blob (\d+)$/.exec(object.toString('latin1', 0, Math.max(end, 0)))
  if (!header) throw new Error('the object is not a blob')
  return { length: end + 1, size: Number(header[1]) }
}

import { createHash } from 'node:crypto'
import type { StoredSnapshot } from '../snapshot-store.ts'

/**
 * A snapshot as a file: `evenkeel-last-known-good 1 <SHA-256, hex, of all that follows>`, a line of JSON that
 * describes the snapshot, and its payload as it is.
 */
const MAGIC = 'evenkeel-last-known-good'
const FORMAT_VERSION = '1'
const NEWLINE = 0x0a
const MAX_FIRST_LINE = 256

type Description = Omit<StoredSnapshot, 'payload' | 'publishedAt'> & {
  readonly publishedAt: string
  readonly payloadLength: number
}

export function writeGeneration({ payload, publishedAt, ...rest }: StoredSnapshot): Buffer {
  const description: Description = {
    ...rest,
    publishedAt: publishedAt.toISOString(),
    payloadLength: payload.length,
  }
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(description)}\n`), payload])
  return Buffer.concat([Buffer.from(`${MAGIC} ${FORMAT_VERSION} ${sha256(content)}\n`), content])
}

/** Throws an Error that says what is wrong with the file. */
export function readGeneration(bytes: Buffer): StoredSnapshot {
  const firstEnd = bytes.subarray(0, MAX_FIRST_LINE).indexOf(NEWLINE)
  const [magic, version, digest] = bytes.toString('latin1', 0, Math.max(0, firstEnd)).split(' ')
  if (magic !== MAGIC) throw new Error('it does not begin as a last known good does')
  if (version !== FORMAT_VERSION)
    throw new Error(`it is of format ${version}, which this server does not read`)
  const content = bytes.subarray(firstEnd + 1)
  if (sha256(content) !== digest)
    throw new Error('its checksum is wrong: it was cut short or has changed on disk')

  const descriptionEnd = content.indexOf(NEWLINE)
  const { payloadLength, publishedAt, ...rest } = JSON.parse(
    content.toString('utf8', 0, descriptionEnd),
  ) as Description
  const payload = content.subarray(descriptionEnd + 1)
  if (payload.length !== payloadLength) throw new Error('its payload is not as long as it says')
  return { ...rest, payload, publishedAt: new Date(publishedAt) }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

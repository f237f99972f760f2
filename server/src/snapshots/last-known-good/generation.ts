import { createHash } from 'node:crypto'
import { parseOperation } from '@evenkeel/core/compilation'
import { baseOfSnapshot } from '../store/base-of-snapshot.ts'
import type { StoredSnapshot } from '../store/snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from '../store/stored-revision.ts'

/**
 * A revision as a file: `evenkeel-last-known-good 2 <SHA-256, hex, of all that follows>`, a line of JSON that describes
 * it and says how long what follows is, and then payload, content and companion as they are. Format 1, which is read
 * too, had the payload alone.
 */
const MAGIC = 'evenkeel-last-known-good'
const FORMAT_VERSION = '2'
const PAYLOAD_ALONE = '1'
const NEWLINE = 0x0a
const MAX_FIRST_LINE = 256

type DescribedSnapshot = Omit<StoredSnapshot, 'payload' | 'publishedAt'> & { readonly publishedAt: string }
type DescribedBase = Omit<StoredCompilation, 'content' | 'companion'>

interface Description {
  readonly snapshot: DescribedSnapshot
  readonly base: DescribedBase
  readonly operations: readonly unknown[]
  readonly lengths: { readonly payload: number; readonly content: number; readonly companion?: number }
}

export function writeGeneration({ snapshot, base, operations }: StoredRevision): Buffer {
  const { payload, publishedAt, ...describedSnapshot } = snapshot
  const { content, companion, ...describedBase } = base
  const description: Description = {
    snapshot: { ...describedSnapshot, publishedAt: publishedAt.toISOString() },
    base: describedBase,
    operations,
    lengths: {
      payload: payload.length,
      content: content.length,
      ...(companion && { companion: companion.length }),
    },
  }
  const line = Buffer.from(`${JSON.stringify(description)}\n`)
  const body = Buffer.concat([line, payload, content, companion ?? new Uint8Array()])
  return Buffer.concat([Buffer.from(`${MAGIC} ${FORMAT_VERSION} ${sha256(body)}\n`), body])
}

/** Throws an Error that says what is wrong with the file. */
export async function readGeneration(bytes: Buffer): Promise<StoredRevision> {
  const firstEnd = bytes.subarray(0, MAX_FIRST_LINE).indexOf(NEWLINE)
  const [magic, version, digest] = bytes.toString('latin1', 0, Math.max(0, firstEnd)).split(' ')
  if (magic !== MAGIC) throw new Error('it does not begin as a last known good does')
  if (version !== FORMAT_VERSION && version !== PAYLOAD_ALONE) {
    throw new Error(`it is of format ${version}, which this server does not read`)
  }
  const body = bytes.subarray(firstEnd + 1)
  if (sha256(body) !== digest)
    throw new Error('its checksum is wrong: it was cut short or has changed on disk')
  const descriptionEnd = body.indexOf(NEWLINE)
  const description: unknown = JSON.parse(body.toString('utf8', 0, descriptionEnd))
  const rest = body.subarray(descriptionEnd + 1)
  return version === PAYLOAD_ALONE
    ? revisionOfPayload(description as DescribedPayload, rest)
    : readParts(description as Description, rest)
}

function readParts({ snapshot, base, operations, lengths }: Description, bytes: Buffer): StoredRevision {
  const { payload, content, companion = 0 } = lengths
  if (bytes.length !== payload + content + companion) throw new Error('its parts are not as long as it says')
  return {
    snapshot: {
      ...snapshot,
      publishedAt: new Date(snapshot.publishedAt),
      payload: bytes.subarray(0, payload),
    },
    base: {
      ...base,
      content: bytes.subarray(payload, payload + content),
      ...(lengths.companion !== undefined && { companion: bytes.subarray(payload + content) }),
    },
    operations: operations.map(parseOperation),
  }
}

type DescribedPayload = DescribedSnapshot & { readonly payloadLength: number }

async function revisionOfPayload(
  { payloadLength, publishedAt, ...rest }: DescribedPayload,
  payload: Buffer,
): Promise<StoredRevision> {
  if (payload.length !== payloadLength) throw new Error('its payload is not as long as it says')
  const snapshot = { ...rest, payload, publishedAt: new Date(publishedAt) }
  return { snapshot, base: await baseOfSnapshot(snapshot), operations: [] }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

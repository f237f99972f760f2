import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { ContentSummary } from '@evenkeel/core/compilation'
import { SnapshotError, messageOf } from '@evenkeel/core/errors'
import { MAX_PAYLOAD_BYTES } from '@evenkeel/core/snapshot'
import type { StoredSnapshot } from './snapshot-store.ts'
import type { StoredCompilation } from './stored-revision.ts'

const LINE_FEED = 0x0a

/** The first line of a payload, as far as it says something of the lines that follow. */
type Header = ContentSummary & { readonly formatVersion: number }

/**
 * The base of a snapshot that was published before bases were kept: without operations it is all of the snapshot but
 * its first line. There is no companion. Throws SnapshotError when the payload cannot be read.
 */
export async function baseOfSnapshot(snapshot: StoredSnapshot): Promise<StoredCompilation> {
  const { environment, commit, contentHash, frameBytes } = snapshot
  const { header, content } = split(await inflate(snapshot))
  const { formatVersion, boundaries, privateAttributes, flags, segments, configs } = header
  return {
    formatVersion,
    environment,
    commit,
    contentHash,
    content: await promisify(deflateRaw)(content, { level: 6 }),
    contentLength: content.length,
    summary: { boundaries, ...(privateAttributes && { privateAttributes }), flags, segments, configs },
    frameBytes,
  }
}

async function inflate({ payload }: StoredSnapshot): Promise<Buffer> {
  try {
    return await promisify(inflateRaw)(payload, { maxOutputLength: MAX_PAYLOAD_BYTES })
  } catch (error) {
    throw malformed(messageOf(error), error)
  }
}

function split(text: Buffer): { readonly header: Header; readonly content: Buffer } {
  const end = text.indexOf(LINE_FEED)
  if (end < 0) throw malformed('it has no first line')
  const header = parseHeader(text.toString('utf8', 0, end))
  return { header, content: text.subarray(end + 1) }
}

function parseHeader(line: string): Header {
  try {
    const header = JSON.parse(line) as Partial<Header> | null
    const counts = [header?.formatVersion, header?.flags, header?.segments, header?.configs]
    if (counts.every(Number.isInteger) && Array.isArray(header?.boundaries)) return header as Header
  } catch (error) {
    throw malformed(messageOf(error), error)
  }
  throw malformed('its first line is not that of a snapshot')
}

const malformed = (reason: string, cause?: unknown): SnapshotError =>
  new SnapshotError('malformed', `The snapshot cannot be read: ${reason}`, { cause })

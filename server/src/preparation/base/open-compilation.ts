import type { Companion, Compilation } from '@evenkeel/core/compilation'
import { messageOf, SnapshotError } from '@evenkeel/core/errors'
import { MAX_PAYLOAD_BYTES } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import { hashOf } from '../hash-of.ts'

/** The companion holds schemas and what does not travel, so it may be larger than what does. */
const MAX_COMPANION_BYTES = 4 * MAX_PAYLOAD_BYTES

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a compilation that was kept. Throws SnapshotError when it is not what its row says. */
export function openCompilation(stored: StoredCompilation): Compilation {
  const { formatVersion, environment, commit, contentHash, summary, frameBytes, companion } = stored
  const bytes = inflateContent(stored)
  if (hashOf(bytes) !== contentHash) {
    throw malformed(stored, `has another content than its contentHash ${contentHash}`)
  }
  return {
    formatVersion,
    environment,
    commit,
    content: utf8.decode(bytes),
    contentHash,
    summary,
    frameBytes,
    ...(companion && { companion: readCompanion(stored, companion) }),
  }
}

function inflateContent(stored: StoredCompilation): Uint8Array {
  const { content, contentLength } = stored
  if (contentLength > MAX_PAYLOAD_BYTES) {
    const message = `${describe(stored)} has ${contentLength} bytes; at most ${MAX_PAYLOAD_BYTES} are read`
    throw new SnapshotError('too-large', message)
  }
  const bytes = inflate(stored, content, contentLength)
  if (bytes.length === contentLength) return bytes
  throw malformed(stored, `has ${bytes.length} bytes and says that it has ${contentLength}`)
}

function readCompanion(stored: StoredCompilation, companion: Uint8Array): Companion {
  const bytes = inflate(stored, companion, MAX_COMPANION_BYTES)
  try {
    return JSON.parse(utf8.decode(bytes)) as Companion
  } catch (cause) {
    throw malformed(stored, `has a companion that is no JSON: ${messageOf(cause)}`, { cause })
  }
}

function inflate(stored: StoredCompilation, bytes: Uint8Array, maxLength: number): Uint8Array {
  try {
    return nodePlatform.inflate(bytes, maxLength)
  } catch (cause) {
    throw malformed(stored, `cannot be inflated: ${messageOf(cause)}`, { cause })
  }
}

function malformed(stored: StoredCompilation, what: string, options?: ErrorOptions): SnapshotError {
  return new SnapshotError('malformed', `${describe(stored)} ${what}`, options)
}

const describe = ({ environment, commit }: StoredCompilation): string =>
  `What is kept of ${environment} at ${commit}`

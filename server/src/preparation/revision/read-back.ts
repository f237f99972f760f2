import { SnapshotError } from '@evenkeel/core/errors'
import { formatRevision } from '@evenkeel/core/revision'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { parseSnapshot, readFramePayload } from '@evenkeel/core/snapshot'
import { hashOf } from '../hash-of.ts'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredSnapshot } from '../../snapshots/store/snapshot-store.ts'
import { writeStoredFrame } from '../../snapshots/write-stored-frame.ts'

const LINE_FEED = 0x0a

export interface Reading {
  readonly snapshot: Snapshot
  /** The canonical text, and as UTF-8. */
  readonly payload: string
  readonly text: Uint8Array
}

/**
 * Puts a snapshot into a frame and reads it with the SDK's own reader. Throws SnapshotError: `does-not-fit`, or what
 * is wrong with it.
 */
export function readBack(stored: StoredSnapshot): Reading {
  let text: Uint8Array = new Uint8Array()
  const payload = readFramePayload(writeStoredFrame(stored, stored.publishedAt.getTime()), {
    sha256: nodePlatform.sha256,
    inflate: (bytes, maxLength) => (text = nodePlatform.inflate(bytes, maxLength)),
    verifiers: [],
  })
  const snapshot = parseSnapshot(payload)
  requireSame(stored, snapshot)
  return { snapshot, payload, text }
}

function requireSame(stored: StoredSnapshot, { environment, contentHash, revision }: Snapshot): void {
  const read = { environment, contentHash, ...revision }
  for (const field of ['environment', 'epoch', 'sequence', 'commit', 'stateHash', 'contentHash'] as const) {
    requireField(stored, field, { found: read[field], where: 'its payload says' })
  }
}

/** Throws SnapshotError unless the content that was read has the hash that it is kept with. */
export function requireContentHash(stored: StoredSnapshot, { text }: Reading): void {
  const found = hashOf(text.subarray(text.indexOf(LINE_FEED) + 1))
  requireField(stored, 'contentHash', { found, where: 'its content has' })
}

/** Throws SnapshotError where what a snapshot is kept with is not what is found. */
export function requireField(
  stored: StoredSnapshot,
  field: keyof StoredSnapshot,
  { found, where }: { readonly found: string | number; readonly where: string },
): void {
  if (stored[field] === found) return
  const { environment, [field]: kept } = stored
  const message = `The snapshot ${formatRevision(stored)} of ${environment} is kept with the ${field} ${String(kept)}; ${where} ${found}`
  throw new SnapshotError('malformed', message)
}

import { parseSnapshot, readableSnapshot } from '@evenkeel/core/snapshot'
import type { ReadablePart } from './preparer.ts'

/** As Preparer.writeReadable. Throws SnapshotError. */
export function writeReadable(text: Uint8Array, part: ReadablePart): Uint8Array {
  const readable = readableSnapshot(parseSnapshot(new TextDecoder().decode(text)))
  const json = part === 'snapshot' ? `${JSON.stringify(readable, null, 2)}\n` : JSON.stringify(readable[part])
  return new TextEncoder().encode(json)
}

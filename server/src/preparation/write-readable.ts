import { parseSnapshot, readableSnapshot } from '@evenkeel/core/snapshot'

/** One JSON document, as UTF-8, indented by two. Throws SnapshotError. */
export function writeReadable(text: Uint8Array): Uint8Array {
  const snapshot = parseSnapshot(new TextDecoder().decode(text))
  return new TextEncoder().encode(`${JSON.stringify(readableSnapshot(snapshot), null, 2)}\n`)
}

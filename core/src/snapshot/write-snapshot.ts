import type { JsonObject } from '../json.ts'
import type { Snapshot } from './snapshot.ts'

/** The canonical payload: JSON Lines, a header and then one flag, segment or config a line, in a fixed order. */
export function writeSnapshot(snapshot: Snapshot): string {
  throw new Error(`not yet: ${snapshot.environment}`)
}

/** The form for people: one JSON document, keys by name. */
export function readableSnapshot(snapshot: Snapshot): JsonObject {
  throw new Error(`not yet: ${snapshot.environment}`)
}

import type { JsonObject, JsonValue } from '../../json.ts'
import type { Snapshot } from '../snapshot.ts'
import { readableFlag, readableSegment } from './readable-flag.ts'

/**
 * The form for people, and complete: one JSON document with flags, segments and configs under their names, in the
 * words of the manifests. Conditions are source text, shares are percentages, instants are ISO 8601.
 */
export function readableSnapshot(snapshot: Snapshot): JsonObject {
  const { epoch, sequence, commit, stateHash } = snapshot.revision
  return {
    formatVersion: snapshot.formatVersion,
    environment: snapshot.environment,
    scope: snapshot.scope,
    revision: { epoch, sequence, commit, stateHash },
    contentHash: snapshot.contentHash,
    boundaries: snapshot.boundaries.map(({ at, flags }) => ({ at: new Date(at).toISOString(), flags })),
    flags: byName(snapshot.flags, readableFlag),
    segments: byName(snapshot.segments, readableSegment),
    configs: byName(snapshot.configs, (value) => value),
    ...(snapshot.overriddenConfigs && { overriddenConfigs: snapshot.overriddenConfigs }),
  }
}

function byName<V>(documents: ReadonlyMap<string, V>, readable: (value: V) => JsonValue): JsonObject {
  return Object.fromEntries(Array.from(documents, ([name, value]) => [name, readable(value)] as const))
}

import { writeCanonicalJson } from '../../json.ts'
import { LineMap } from './line-map.ts'
import type { LineKind } from './snapshot-line.ts'
import { writeLines } from './snapshot-line.ts'
import type { Snapshot } from '../snapshot.ts'

/**
 * The canonical payload: JSON Lines, each canonical JSON with a line feed. First a header
 * `{"boundaries":[{"at":…,"flags":[…]}],"configs":n,"contentHash":…,"environment":…,"flags":n,"formatVersion":1,
 * "overriddenConfigs":[…],"privateAttributes":[…],"revision":{…},"scope":…,"segments":n}`
 * where n counts the lines of a kind, then the flags, the segments and the configs, each sorted by name.
 */
export function writeSnapshot(snapshot: Snapshot): string {
  return writeHeader(snapshot) + writeContent(snapshot)
}

/** The lines after the header: what contentHash is over. */
export function writeContent(documents: Pick<Snapshot, 'flags' | 'segments' | 'configs'>): string {
  return (
    linesOf('flag', documents.flags) +
    linesOf('segment', documents.segments) +
    linesOf('config', documents.configs)
  )
}

/** The first line, with its line feed. */
export function writeHeader(snapshot: Snapshot): string {
  const { epoch, sequence, commit, stateHash } = snapshot.revision
  const header = writeCanonicalJson({
    formatVersion: snapshot.formatVersion,
    environment: snapshot.environment,
    scope: snapshot.scope,
    revision: { epoch, sequence, commit, stateHash },
    contentHash: snapshot.contentHash,
    boundaries: snapshot.boundaries.map(({ at, flags }) => ({ at, flags })),
    flags: snapshot.flags.size,
    segments: snapshot.segments.size,
    configs: snapshot.configs.size,
    ...(snapshot.privateAttributes && { privateAttributes: snapshot.privateAttributes }),
    ...(snapshot.overriddenConfigs && { overriddenConfigs: snapshot.overriddenConfigs }),
  })
  return `${header}\n`
}

function linesOf(kind: LineKind, documents: ReadonlyMap<string, unknown>): string {
  return documents instanceof LineMap ? documents.text : writeLines(kind, documents)
}

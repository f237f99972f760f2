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
  const { flags, segments, configs } = snapshot
  const counts = { flags: flags.size, segments: segments.size, configs: configs.size }
  return writeHeader({ ...snapshot, ...counts }) + writeContent(snapshot)
}

/** The lines after the header: what contentHash is over. */
function writeContent(documents: Pick<Snapshot, 'flags' | 'segments' | 'configs'>): string {
  return (
    linesOf('flag', documents.flags) +
    linesOf('segment', documents.segments) +
    linesOf('config', documents.configs)
  )
}

/** What the first line says. */
export interface HeaderParts extends Omit<Snapshot, 'formatVersion' | 'flags' | 'segments' | 'configs'> {
  readonly formatVersion: number
  /** How many lines of each kind follow. */
  readonly flags: number
  readonly segments: number
  readonly configs: number
}

/** The first line, with its line feed. */
export function writeHeader(parts: HeaderParts): string {
  const { epoch, sequence, commit, stateHash } = parts.revision
  const header = writeCanonicalJson({
    formatVersion: parts.formatVersion,
    environment: parts.environment,
    scope: parts.scope,
    revision: { epoch, sequence, commit, stateHash },
    contentHash: parts.contentHash,
    boundaries: parts.boundaries.map(({ at, flags }) => ({ at, flags })),
    flags: parts.flags,
    segments: parts.segments,
    configs: parts.configs,
    ...(parts.privateAttributes && { privateAttributes: parts.privateAttributes }),
    ...(parts.overriddenConfigs && { overriddenConfigs: parts.overriddenConfigs }),
  })
  return `${header}\n`
}

function linesOf(kind: LineKind, documents: ReadonlyMap<string, unknown>): string {
  return documents instanceof LineMap ? documents.text : writeLines(kind, documents)
}

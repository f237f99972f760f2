import { encodeUtf8 } from '../../utf8.ts'
import { writeHex } from '../../hex.ts'
import type { JsonValue } from '../../json.ts'
import type { CheckedManifests } from '../../manifest/validate-manifests.ts'
import { compileConfig } from './compile-config.ts'
import { compileFlag } from './compile-flag.ts'
import { compileSegments } from './compile-segments.ts'
import { parseSnapshot } from '../lines/parse-snapshot.ts'
import { findOverrideProblem, type OverrideProblem } from './override-problem.ts'
import type { Sha256 } from '../platform.ts'
import { timeBoundaries } from './time-boundaries.ts'
import { writeLines } from '../lines/snapshot-line.ts'
import type { Snapshot, SnapshotFlag, SnapshotOverride } from '../snapshot.ts'
import { SNAPSHOT_FORMAT_VERSION } from '../snapshot.ts'
import { writeContent, writeHeader } from '../lines/write-snapshot.ts'

export interface CompileInput {
  readonly manifests: CheckedManifests
  /** The name of an Environment in `manifests`. */
  readonly environment: string
  readonly commit: string
  readonly epoch: number
  readonly sequence: number
  /**
   * By flag key. An override that names a flag, variant or segment which is not in `manifests` is left out, as
   * findOverrideProblems says.
   */
  readonly overrides: ReadonlyMap<string, SnapshotOverride>
  readonly sha256: Sha256
}

/**
 * The function production runs: the same input gives the same snapshot, byte for byte, whatever the order of its
 * maps. Every flag and config is in it, and the segments that a flag reaches. What it gives is read back from its
 * own text, so that it is what a service will hold.
 */
export function compileSnapshot(input: CompileInput): Snapshot {
  const { manifests, environment, epoch, sequence, commit } = input
  if (!manifests.environments.has(environment)) throw new Error(`There is no environment ${environment}`)
  const { flags, overrides } = compileFlags(input)
  const segments = compileSegments(manifests.segments, flags)
  const configs = new Map<string, JsonValue>()
  for (const [name, { manifest }] of manifests.configs)
    configs.set(name, compileConfig(manifest, environment))
  const content = writeContent({ flags, segments, configs })
  const hash = (text: string): string => writeHex(input.sha256(encodeUtf8(text)))
  const header = writeHeader({
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    environment,
    scope: 'default',
    revision: { epoch, sequence, commit, stateHash: hash(writeLines('override', overrides)) },
    contentHash: hash(content),
    boundaries: timeBoundaries(flags),
    flags,
    segments,
    configs,
    ...findPrivateAttributes(manifests),
  })
  return parseSnapshot(header + content)
}

function findPrivateAttributes({ context }: CheckedManifests): Pick<Snapshot, 'privateAttributes'> {
  const attributes = Object.entries(context?.manifest.attributes ?? {})
  const names = attributes.filter(([, attribute]) => attribute.private).map(([name]) => name)
  return names.length === 0 ? {} : { privateAttributes: names.sort() }
}

/** The overrides that compileSnapshot leaves out of an environment, and why; in the order of `overrides`. */
export function findOverrideProblems({
  manifests,
  environment,
  overrides,
}: Pick<CompileInput, 'manifests' | 'environment' | 'overrides'>): readonly OverrideProblem[] {
  return Array.from(overrides, ([key, override]) => {
    const document = manifests.flags.get(key)
    const flag = document && compileFlag(document.manifest, environment, manifests.exclusionGroups)
    return findOverrideProblem(key, override, flag, manifests.segments)
  }).filter((problem) => problem !== undefined)
}

/** The flags of an environment, and the overrides that were applied to them. */
function compileFlags({ manifests, environment, overrides }: CompileInput): {
  readonly flags: ReadonlyMap<string, SnapshotFlag>
  readonly overrides: ReadonlyMap<string, SnapshotOverride>
} {
  const flags = new Map<string, SnapshotFlag>()
  const applied = new Map<string, SnapshotOverride>()
  for (const [key, { manifest }] of manifests.flags) {
    const flag = compileFlag(manifest, environment, manifests.exclusionGroups)
    const override = overrides.get(key)
    if (override === undefined || findOverrideProblem(key, override, flag, manifests.segments)) {
      flags.set(key, flag)
    } else {
      flags.set(key, { ...flag, override })
      applied.set(key, override)
    }
  }
  return { flags, overrides: applied }
}

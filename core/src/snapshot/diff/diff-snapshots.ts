import type { JsonObject } from '../../json.ts'
import { readableSegment } from '../readable/readable-flag.ts'
import type { Snapshot, SnapshotSegment } from '../snapshot.ts'
import { differing } from './changed-keys.ts'
import { flagChanges } from './flag-changes.ts'
import { redrawnRules } from './redrawn-rules.ts'
import { throughChanged } from './references.ts'
import type { ValueChange } from './value-changes.ts'
import { memberChanges, valueChanges } from './value-changes.ts'

export interface SnapshotDiff {
  readonly environment: string
  /** By key. A flag reached through a changed segment or prerequisite is listed too, with that as its `through`. */
  readonly flags: readonly FlagChange[]
  /** By name, as flags are. */
  readonly segments: readonly SegmentChange[]
  readonly configs: readonly ConfigChange[]
}

export interface FlagChange {
  readonly key: string
  readonly change: ChangeKind
  /** What differs, from what to what, in the words of the manifest: `rules.eu-ramp.percent`. */
  readonly details: readonly ValueChange[]
  /** Names of rules that other subjects come into, though no share says so. */
  readonly redrawn: readonly string[]
  /** Names of changed segments and flags that reach this one. */
  readonly through: readonly string[]
}

export interface SegmentChange {
  readonly name: string
  readonly change: ChangeKind
  readonly details: readonly ValueChange[]
  /** Names of changed segments that reach this one. */
  readonly through: readonly string[]
}

/** `path` is the config's name, `from` and `to` its whole values; `details` tells what differs inside: `value.limit`. */
export interface ConfigChange extends ValueChange {
  readonly details: readonly ValueChange[]
}

export type ChangeKind = 'added' | 'removed' | 'changed'

const NOTHING: Pick<Snapshot, 'flags' | 'segments' | 'configs'> = {
  flags: new Map(),
  segments: new Map(),
  configs: new Map(),
}

/** What a service would notice; revisions are not compared. `before` is absent for a first publication. */
export function diffSnapshots(before: Snapshot | undefined, after: Snapshot): SnapshotDiff {
  const earlier = before ?? NOTHING
  const flags = differing('flag', earlier.flags, after.flags)
  const segments = differing('segment', earlier.segments, after.segments)
  const changed = new Set([
    ...flags.map((key) => `flag/${key}`),
    ...segments.map((name) => `segment/${name}`),
  ])
  const through = before && changed.size > 0 ? throughChanged(after, changed) : new Map<string, never>()
  return {
    environment: after.environment,
    flags: listed('flag', flags, through).map(({ name: key, through: names }) => ({
      key,
      change: kindOf(key, earlier.flags, after.flags),
      details: flagChanges(earlier.flags.get(key), after.flags.get(key)),
      redrawn: redrawnRules(earlier.flags.get(key), after.flags.get(key)),
      through: names,
    })),
    segments: listed('segment', segments, through).map(({ name, through: names }) => ({
      name,
      change: kindOf(name, earlier.segments, after.segments),
      details: memberChanges('', fieldsOf(earlier.segments.get(name)), fieldsOf(after.segments.get(name))),
      through: names,
    })),
    configs: differing('config', earlier.configs, after.configs).map((name) =>
      configChange(name, earlier.configs, after.configs),
    ),
  }
}

interface Listed {
  readonly name: string
  readonly through: readonly string[]
}

/** Those of one kind that differ or are reached, each with the names that reach it. */
function listed(
  kind: 'flag' | 'segment',
  differ: readonly string[],
  through: ReadonlyMap<string, readonly string[]>,
): readonly Listed[] {
  const reached = [...through.keys()].filter((id) => id.startsWith(`${kind}/`)).map(nameOf)
  return [...new Set([...differ, ...reached])]
    .sort()
    .map((name) => ({ name, through: (through.get(`${kind}/${name}`) ?? []).map(nameOf).sort() }))
}

const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1)

function kindOf(
  name: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): ChangeKind {
  if (!before.has(name)) return 'added'
  return after.has(name) ? 'changed' : 'removed'
}

function fieldsOf(segment: SnapshotSegment | undefined): JsonObject {
  return segment === undefined ? {} : readableSegment(segment)
}

function configChange(name: string, before: Snapshot['configs'], after: Snapshot['configs']): ConfigChange {
  const [from, to] = [before.get(name), after.get(name)]
  const details = valueChanges('value', from, to)
  return { path: name, ...(from !== undefined && { from }), ...(to !== undefined && { to }), details }
}

import type { JsonValue } from '@evenkeel/core/json'
import type {
  Snapshot,
  SnapshotFlag,
  SnapshotRevision,
  SnapshotRule,
  SnapshotSegment,
  TimeBoundary,
} from '@evenkeel/core/snapshot'
import { SNAPSHOT_FORMAT_VERSION, timeBoundaries } from '@evenkeel/core/snapshot'

export interface SnapshotParts {
  readonly environment?: string
  readonly revision?: Partial<SnapshotRevision>
  readonly contentHash?: string
  /** Those of the flags' `during`s where it is not said. */
  readonly boundaries?: readonly TimeBoundary[]
  readonly flags?: Readonly<Record<string, SnapshotFlag>>
  readonly segments?: Readonly<Record<string, SnapshotSegment>>
  readonly configs?: Readonly<Record<string, JsonValue>>
}

/** A snapshot of `production` at revision 1.1 that holds what is given and nothing else. */
export function aSnapshot(parts: SnapshotParts = {}): Snapshot {
  const flags = new Map(Object.entries(parts.flags ?? {}))
  return {
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    environment: parts.environment ?? 'production',
    scope: 'default',
    revision: {
      epoch: 1,
      sequence: 1,
      commit: 'c0ffee'.padEnd(40, '0'),
      stateHash: '0'.repeat(64),
      ...parts.revision,
    },
    contentHash: parts.contentHash ?? '0'.repeat(64),
    boundaries: parts.boundaries ?? timeBoundaries(flags),
    flags,
    segments: new Map(Object.entries(parts.segments ?? {})),
    configs: new Map(Object.entries(parts.configs ?? {})),
  }
}

/** An enabled boolean flag without rules that is off. */
export function aFlag(parts: Partial<SnapshotFlag> = {}): SnapshotFlag {
  const defaultVariant = parts.defaultVariant ?? 'off'
  return {
    type: 'boolean',
    state: 'ENABLED',
    variants: { on: true, off: false },
    prerequisites: [],
    rules: [],
    disabledVariant: defaultVariant,
    ...parts,
    defaultVariant,
  }
}

/** A rule without conditions that serves `on`. */
export function aRule(parts: Partial<SnapshotRule> = {}): SnapshotRule {
  return { name: 'everyone', outcome: { serve: 'on' }, ...parts }
}

/** A segment that nobody is in. */
export function aSegment(parts: Partial<SnapshotSegment> = {}): SnapshotSegment {
  return { by: ['targetingKey'], include: [], exclude: [], ...parts }
}

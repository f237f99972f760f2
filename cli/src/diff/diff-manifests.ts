import type { CheckedManifests } from '@evenkeel/core/manifest'
import type { SnapshotDiff } from '@evenkeel/core/snapshot'
import { diffSnapshots } from '@evenkeel/core/snapshot'
import { compileTree } from '../compiled-tree.ts'

export interface EnvironmentDiff extends SnapshotDiff {
  readonly change: 'added' | 'removed' | 'changed' | 'none'
}

/** What each environment's services would notice, by environment name. `before` is absent where nothing was served. */
export function diffManifests(
  before: CheckedManifests | undefined,
  after: CheckedManifests,
): readonly EnvironmentDiff[] {
  const names = new Set([...(before?.environments.keys() ?? []), ...after.environments.keys()])
  return [...names].sort().map((environment) => diffEnvironment(environment, before, after))
}

function diffEnvironment(
  environment: string,
  before: CheckedManifests | undefined,
  after: CheckedManifests,
): EnvironmentDiff {
  if (!after.environments.has(environment)) {
    return { environment, change: 'removed', flags: [], segments: [], configs: [] }
  }
  const then = before?.environments.has(environment) ? compileTree(before, environment) : undefined
  const diff = diffSnapshots(then, compileTree(after, environment))
  if (then === undefined) return { ...diff, change: 'added' }
  const count = diff.flags.length + diff.segments.length + diff.configs.length
  return { ...diff, change: count === 0 ? 'none' : 'changed' }
}

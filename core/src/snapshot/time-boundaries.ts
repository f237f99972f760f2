import { inForce } from './in-force.ts'
import type { SnapshotFlag, TimeBoundary } from './snapshot.ts'

/** The instants at which a snapshot with these flags evaluates differently though nothing is published. */
export function timeBoundaries(flags: ReadonlyMap<string, SnapshotFlag>): readonly TimeBoundary[] {
  const changing = new Map<number, Set<string>>()
  const dependents = dependentsIn(flags)
  for (const [key, flag] of flags) {
    for (const instant of instantsOf(flag)) {
      const keys = changing.get(instant) ?? new Set()
      changing.set(instant, keys)
      addWithDependents(keys, key, dependents)
    }
  }
  return Array.from(changing, ([at, keys]) => ({ at, flags: [...keys].sort() })).sort((a, b) => a.at - b.at)
}

function instantsOf(flag: SnapshotFlag): readonly number[] {
  if (isDecided(flag)) return []
  return inForce(flag).rules.flatMap(({ during }) =>
    [during?.from, during?.until].filter((instant) => instant !== undefined),
  )
}

/** Whether the flag resolves to one variant, whoever asks and whatever it depends on. */
function isDecided(flag: SnapshotFlag): boolean {
  const { variant, state } = inForce(flag)
  return variant !== undefined || state !== 'ENABLED'
}

/** By flag, those that have it as a prerequisite and ask for it. */
function dependentsIn(flags: ReadonlyMap<string, SnapshotFlag>): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>()
  for (const [key, flag] of flags) {
    for (const { flag: needed } of isDecided(flag) ? [] : flag.prerequisites) {
      const there = dependents.get(needed)
      if (there === undefined) dependents.set(needed, [key])
      else there.push(key)
    }
  }
  return dependents
}

function addWithDependents(
  keys: Set<string>,
  key: string,
  dependents: ReadonlyMap<string, readonly string[]>,
): void {
  const waiting = [key]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (keys.has(next)) continue
    keys.add(next)
    for (const dependent of dependents.get(next) ?? []) waiting.push(dependent)
  }
}

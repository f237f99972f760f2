import type { SnapshotFlag } from '../../snapshot/snapshot.ts'
import type { Compilation } from '../compilation.ts'
import { lineAround, readLine } from '../content-lines.ts'

/** Each is in every line of a flag that has one; a variant's value that has it too does no harm. */
const REACHING = ['"prerequisites":[{', '"during":{'] as const

/** Looked for once a base, which many operations are applied to. */
const known = new WeakMap<Compilation, ReadonlyMap<string, SnapshotFlag>>()

/** The flags that may change though their own lines do not: they ask for other flags or for the time. */
export function reachingFlags(base: Compilation): ReadonlyMap<string, SnapshotFlag> {
  const flags = known.get(base) ?? findReaching(base.content)
  known.set(base, flags)
  return flags
}

function findReaching(content: string): ReadonlyMap<string, SnapshotFlag> {
  const flags = new Map<string, SnapshotFlag>()
  for (const text of REACHING) {
    let position = content.indexOf(text)
    while (position >= 0) {
      const line = lineAround(content, position)
      if (line.kind !== 'flag') break
      if (!flags.has(line.name)) flags.set(line.name, readLine(content, line) as SnapshotFlag)
      position = content.indexOf(text, line.end)
    }
  }
  return flags
}

/** The keys of those that have one of `changed` as a prerequisite, however far away, and of `changed`; sorted. */
export function withDependents(
  changed: Iterable<string>,
  flags: ReadonlyMap<string, SnapshotFlag>,
): readonly string[] {
  const keys = new Set(changed)
  let size: number
  do {
    size = keys.size
    for (const [key, { prerequisites }] of flags) {
      if (prerequisites.some(({ flag }) => keys.has(flag))) keys.add(key)
    }
  } while (keys.size > size)
  return [...keys].sort()
}

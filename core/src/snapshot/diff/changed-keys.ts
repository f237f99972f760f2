import { LineMap } from '../lines/line-map.ts'
import { referencesIn, type References } from './references.ts'
import type { LineKind } from '../lines/snapshot-line.ts'
import { writeLine } from '../lines/snapshot-line.ts'
import type { Snapshot } from '../snapshot.ts'

/** What is added, removed or different; each sorted. */
export interface ChangedKeys {
  /** With those that are reached through a changed segment or prerequisite. */
  readonly flags: readonly string[]
  /** With those that are reached through a changed segment. */
  readonly segments: readonly string[]
  readonly configs: readonly string[]
}

/** Which keys a service could notice a difference in; revisions are not compared. */
export function changedKeys(before: Snapshot, after: Snapshot): ChangedKeys {
  const changed = new Set([
    ...differing('flag', before.flags, after.flags).map((key) => `flag/${key}`),
    ...differing('segment', before.segments, after.segments).map((name) => `segment/${name}`),
  ])
  if (changed.size > 0) addThoseThatReach(changed, referencesIn(after))
  const all = [...changed].sort()
  return {
    flags: namesOf('flag', all),
    segments: namesOf('segment', all),
    configs: differing('config', before.configs, after.configs),
  }
}

/** However far away. */
function addThoseThatReach(changed: Set<string>, references: References): void {
  let size: number
  do {
    size = changed.size
    for (const [id, named] of references) {
      if (named.some((name) => changed.has(name))) changed.add(id)
    }
  } while (changed.size > size)
}

/** The names that are in one of them only or stand for something else, sorted. */
export function differing(
  kind: LineKind,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.filter((name) => lineOf(kind, before, name) !== lineOf(kind, after, name)).sort()
}

/** A map that was parsed has the canonical line at hand; nothing need be parsed to compare it. */
function lineOf(kind: LineKind, documents: ReadonlyMap<string, unknown>, name: string): string | undefined {
  if (documents instanceof LineMap) return documents.lineOf(name)
  return documents.has(name) ? writeLine(kind, name, documents.get(name)).slice(0, -1) : undefined
}

function namesOf(kind: LineKind, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => id.startsWith(`${kind}/`)).map((id) => id.slice(kind.length + 1))
}

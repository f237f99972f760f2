import type { Expression } from '../expression/expression.ts'
import type { JsonValue } from '../json.ts'
import { writeCanonicalJson } from '../json.ts'
import type { Snapshot, SnapshotFlag } from './snapshot.ts'

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
  const segments = differing(before.segments, after.segments)
  const flags = differing(before.flags, after.flags)
  const conditions = referencesOf(after.segments, (segment) => segmentsIn(segment.if))
  spread(conditions, segments, segments)
  const rules = referencesOf(after.flags, (flag) => rulesOf(flag).flatMap((rule) => segmentsIn(rule.if)))
  spread(rules, segments, flags)
  const prerequisites = referencesOf(after.flags, (flag) => flag.prerequisites.map((needed) => needed.flag))
  spread(prerequisites, flags, flags)
  return {
    flags: [...flags].sort(),
    segments: [...segments].sort(),
    configs: [...differing(before.configs, after.configs)].sort(),
  }
}

/** The segments that a condition names itself. */
function segmentsIn(condition: Expression | undefined): readonly string[] {
  if (!Array.isArray(condition)) return []
  const [operator, ...operands] = condition as readonly [string, ...Expression[]]
  return operator === '$segment' ? (operands as string[]) : operands.flatMap(segmentsIn)
}

function rulesOf(flag: SnapshotFlag): SnapshotFlag['rules'] {
  const overriding = flag.override !== undefined && 'rules' in flag.override ? flag.override.rules : []
  return [...flag.rules, ...overriding]
}

function differing(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Set<string> {
  const keys = new Set([...before.keys(), ...after.keys()])
  return new Set([...keys].filter((key) => !areEqual(before.get(key), after.get(key))))
}

function areEqual(before: unknown, after: unknown): boolean {
  if (before === after) return true
  if (before === undefined || after === undefined) return false
  return writeCanonicalJson(before as JsonValue) === writeCanonicalJson(after as JsonValue)
}

function referencesOf<V>(
  map: ReadonlyMap<string, V>,
  namesIn: (value: V) => readonly string[],
): [string, readonly string[]][] {
  return Array.from(map, ([key, value]) => [key, namesIn(value)])
}

/** Adds to `reached` whoever refers to one of `changed`, until nothing is added. */
function spread(
  references: readonly (readonly [string, readonly string[]])[],
  changed: ReadonlySet<string>,
  reached: Set<string>,
): void {
  for (let grown = -1; grown !== reached.size;) {
    grown = reached.size
    for (const [key, names] of references) if (names.some((name) => changed.has(name))) reached.add(key)
  }
}

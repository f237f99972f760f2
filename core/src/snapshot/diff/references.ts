import type { Expression } from '../../expression/expression.ts'
import { inForce } from '../in-force.ts'
import { LineMap } from '../lines/line-map.ts'
import type { Snapshot, SnapshotFlag, SnapshotRule, SnapshotSegment } from '../snapshot.ts'

/** Flags as `flag/<key>` and segments as `segment/<name>`, each with those that it names itself; only those that do. */
export type References = ReadonlyMap<string, readonly string[]>

export function referencesIn(snapshot: Pick<Snapshot, 'flags' | 'segments'>): References {
  const references = new Map<string, readonly string[]>()
  for (const [name, segment] of thoseWith(snapshot.segments, ['"$segment"'])) {
    references.set(`segment/${name}`, segmentsOfSegment(segment).map(segmentId))
  }
  for (const [key, flag] of thoseWith(snapshot.flags, ['"$segment"', '"prerequisites":[{'])) {
    const prerequisites = flag.prerequisites.map((prerequisite) => `flag/${prerequisite.flag}`)
    references.set(`flag/${key}`, [...prerequisites, ...segmentsOfFlag(flag).map(segmentId)])
  }
  return references
}

/** Those that reach one of `changed` (ids as in References), with all that they so reach. */
export function throughChanged(
  snapshot: Snapshot,
  changed: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const references = referencesIn(snapshot)
  const reaching = new Map<string, readonly string[]>()
  for (const id of references.keys()) {
    const through = [...reachedFrom(id, references)].filter((reached) => changed.has(reached))
    if (through.length > 0) reaching.set(id, through)
  }
  return reaching
}

/** All that is reached from one of them, however far away; not itself. */
function reachedFrom(start: string, references: References): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [start]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const next of references.get(id) ?? []) {
      if (next === start || reached.has(next)) continue
      reached.add(next)
      waiting.push(next)
    }
  }
  return reached
}

/** The segments that a flag's own rules name, those of an override included. */
export function segmentsOfFlag(flag: SnapshotFlag): readonly string[] {
  return segmentsInRules([...new Set([...flag.rules, ...inForce(flag).rules])])
}

function segmentsInRules(rules: readonly SnapshotRule[]): readonly string[] {
  return rules.flatMap((rule) => segmentsIn(rule.if))
}

/** The segments that a segment's own condition names. */
export function segmentsOfSegment(segment: SnapshotSegment): readonly string[] {
  return segmentsIn(segment.if)
}

function segmentsIn(condition: Expression | undefined): readonly string[] {
  if (!Array.isArray(condition)) return []
  const [operator, ...operands] = condition as readonly [string, ...Expression[]]
  return operator === '$segment' ? (operands as string[]) : operands.flatMap(segmentsIn)
}

const segmentId = (name: string): string => `segment/${name}`

/** Passes over the lines without any of the texts, so that they need not be parsed. */
function* thoseWith<V>(
  documents: ReadonlyMap<string, V>,
  texts: readonly string[],
): Generator<readonly [string, V], undefined> {
  if (!(documents instanceof LineMap)) {
    yield* documents
    return
  }
  const lines = documents as LineMap<V>
  for (const name of lines.keys()) {
    const line = lines.lineOf(name) ?? ''
    if (texts.some((text) => line.includes(text))) yield [name, lines.get(name) as V]
  }
}

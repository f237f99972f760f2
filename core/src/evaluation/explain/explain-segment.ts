import type { SnapshotSegment } from '../../snapshot/snapshot.ts'
import { explainCondition } from './explain-condition.ts'
import type { SegmentExplanation } from './flag-explanation.ts'
import type { Subject } from './subject.ts'

/** Each of the named segments, and those that their conditions were decided by, once; sorted by name. */
export function explainSegments(names: Iterable<string>, subject: Subject): readonly SegmentExplanation[] {
  const asked = new Set(names)
  const explained: SegmentExplanation[] = []
  for (const name of asked) {
    const segment = subject.segments.get(name)
    if (segment === undefined) continue
    const explanation = explainSegment(name, segment, subject)
    explained.push(explanation)
    for (const inner of explanation.if?.decidedBy.segments ?? []) asked.add(inner)
  }
  return explained.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function explainSegment(name: string, segment: SnapshotSegment, subject: Subject): SegmentExplanation {
  const key = subject.findKey(segment.by)
  const said = { name, holds: subject.isIn(name), key: subject.read(segment.by) }
  const isListed = (keys: readonly string[]) => key !== undefined && keys.includes(key)
  if (isListed(segment.exclude)) return { ...said, decidedBy: 'exclude' }
  if (isListed(segment.include)) return { ...said, decidedBy: 'include' }
  if (segment.if === undefined) return { ...said, decidedBy: 'no-match' }
  return { ...said, decidedBy: 'if', if: explainCondition(segment.if, subject) }
}

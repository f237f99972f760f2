import type { ManifestDocument } from '../../manifest/manifest.ts'
import type { Segment } from '../../manifest/kinds/segment.ts'
import { segmentsOfFlag, segmentsOfSegment } from '../diff/references.ts'
import type { SnapshotFlag, SnapshotSegment } from '../snapshot.ts'

/** The segments that a rule of any flag reaches, through other segments too; the rest would only take room. */
export function compileSegments(
  documents: ReadonlyMap<string, ManifestDocument<Segment>>,
  flags: ReadonlyMap<string, SnapshotFlag>,
): ReadonlyMap<string, SnapshotSegment> {
  const reached = new Map<string, SnapshotSegment>()
  const waiting = [...flags.values()].flatMap(segmentsOfFlag)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const document = documents.get(name)
    if (document === undefined || reached.has(name)) continue
    const segment = compileSegment(document.manifest)
    reached.set(name, segment)
    waiting.push(...segmentsOfSegment(segment))
  }
  return reached
}

function compileSegment({ if: condition, by, include, exclude }: Segment): SnapshotSegment {
  return { ...(condition && { if: condition.tree }), by, include, exclude }
}

import type { Segment } from '../../manifest/kinds/segment.ts'
import { segmentsOfSegment } from '../../snapshot/diff/references.ts'
import { writeLine } from '../../snapshot/lines/snapshot-line.ts'
import type { SnapshotSegment } from '../../snapshot/snapshot.ts'

export interface CompiledSegment {
  readonly line: string
  /** The segments that its condition names. */
  readonly segments: readonly string[]
}

export function compileSegment({ metadata, if: condition, by, include, exclude }: Segment): CompiledSegment {
  const segment: SnapshotSegment = { ...(condition && { if: condition.tree }), by, include, exclude }
  return { line: writeLine('segment', metadata.name, segment), segments: segmentsOfSegment(segment) }
}

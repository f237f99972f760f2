import { checkExpression, checkObject, checkPath, checkStrings } from './check-document.ts'
import type { SnapshotSegment } from '../snapshot.ts'

/** Throws TypeError when it is not the shape of a segment. */
export function checkSegment(segment: unknown): asserts segment is SnapshotSegment {
  checkObject(segment, 'the segment')
  if (segment['if'] !== undefined) checkExpression(segment['if'])
  checkPath(segment['by'], 'by')
  checkStrings(segment['include'], 'include')
  checkStrings(segment['exclude'], 'exclude')
}

import { compileExpression } from '../expression/compile-expression.ts'
import type { ExpressionScope, Operand } from '../expression/operand.ts'
import { readAttribute } from '../expression/read-attribute.ts'
import type { SnapshotSegment } from '../snapshot/snapshot.ts'
import { bucketingKey } from './bucket.ts'

/** Compiles (`if` is true OR the key is in `include`) AND the key is not in `exclude`. */
export function compileSegment(
  segment: SnapshotSegment,
  scope: ExpressionScope,
): (context: object) => boolean {
  const condition: Operand = segment.if === undefined ? () => false : compileExpression(segment.if, scope)
  const readKey = readAttribute(segment.by)
  const include = new Set(segment.include)
  const exclude = new Set(segment.exclude)
  return (context) => {
    const key = bucketingKey(readKey(context))
    if (key === undefined) return condition(context) === true
    if (exclude.size > 0 && exclude.has(key)) return false
    return include.has(key) || condition(context) === true
  }
}

import type { Condition } from '../../kinds/flag.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../document-reader.ts'
import { parseKnownExpression } from './known-expressions.ts'

/** An `if`; what is wrong with it is reported at its exact place, and the condition is left out. */
export function parseCondition(
  source: string,
  path: DocumentPath,
  reader: DocumentReader,
): Condition | undefined {
  const { tree, problems } = parseKnownExpression(source)
  const isCut = reader.places.isFollowedByComment(path)
  for (const problem of problems) {
    const hint = isCut
      ? 'YAML took everything from ` #` on for a comment: write `if: >-` and put the expression on the next line'
      : problem.hint
    const { code, message, severity, offset } = problem
    reader.report({ code, message, hint, severity, path, offset })
  }
  return tree === undefined ? undefined : { source, tree }
}

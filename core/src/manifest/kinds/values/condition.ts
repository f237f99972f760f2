import type { Expression } from '../../../expression/expression.ts'
import { parseExpression } from '../../../expression/parsing/parse-expression.ts'
import type { ParsedExpression } from '../../../expression/parsing/parsed-expression.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'

/** An expression as written, and what it compiles to. */
export interface Condition {
  readonly source: string
  readonly tree: Expression
}

/** An `if`; what is wrong with it is reported at its exact place, and the condition is left out. */
export function parseCondition(
  source: string | undefined,
  path: DocumentPath,
  reader: DocumentReader,
): Condition | undefined {
  if (source === undefined) return undefined
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

/** UTF-16 code units; what is parsed of a source takes some twenty times its room. */
const MAX_KNOWN_LENGTH = 512 * 1024

const known = new Map<string, ParsedExpression>()
let knownLength = 0

/** What an expression parses to; many flags of a repository are for the same people, in the same words. */
function parseKnownExpression(source: string): ParsedExpression {
  const found = known.get(source)
  if (found) return found
  const parsed = parseExpression(source)
  if (knownLength + source.length > MAX_KNOWN_LENGTH) {
    known.clear()
    knownLength = 0
  }
  if (source.length <= MAX_KNOWN_LENGTH) {
    known.set(source, parsed)
    knownLength += source.length
  }
  return parsed
}

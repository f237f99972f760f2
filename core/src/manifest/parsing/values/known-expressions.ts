import { parseExpression } from '../../../expression/parsing/parse-expression.ts'
import type { ParsedExpression } from '../../../expression/parsing/parsed-expression.ts'

/** UTF-16 code units; what is parsed of a source takes some twenty times its room. */
const MAX_KNOWN_LENGTH = 512 * 1024

const known = new Map<string, ParsedExpression>()
let knownLength = 0

/** What an expression parses to; many flags of a repository are for the same people, in the same words. */
export function parseKnownExpression(source: string): ParsedExpression {
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

import type { Program } from '../program.ts'
import { canReadNothing, programOf } from './fragment.ts'
import { PatternReader, type PatternProblem } from './pattern-reader.ts'
import { readChoice } from './read-choice.ts'
import { malformed } from './refused-forms.ts'

export type ParsedPattern =
  | { readonly program: Program; readonly problem?: never }
  | { readonly program?: never; readonly problem: PatternProblem }

/**
 * Compiles what stands between the slashes of a regular expression, and before that sees whether RE2 and ECMAScript read
 * it the same way. `flags` are of i and m. Never throws.
 */
export function parsePattern(source: string, flags: string): ParsedPattern {
  const reader = new PatternReader(source, flags)
  const fragment = readChoice(reader, 0)
  if (reader.peek() === ')')
    reader.refuse(malformed('this ) closes no group', 'a ) as itself is \\)'), reader.at)
  if (canReadNothing(fragment)) {
    reader.refuse(
      {
        code: 'constant-condition',
        message: 'this regular expression finds itself in every text, as it matches an empty one',
        hint: 'write + for at least one, hold it to the whole text with ^ and $, or ask with $exists(…)',
      },
      -1,
    )
  }
  return reader.problem === undefined ? { program: programOf(fragment) } : { problem: reader.problem }
}

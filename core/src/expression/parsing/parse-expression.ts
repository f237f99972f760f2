import jsonata from 'jsonata'
import type { AstNode } from './jsonata-ast.ts'
import { maskRegexes } from './mask-regexes.ts'
import type { ExpressionProblem, ParsedExpression } from './parsed-expression.ts'
import { reduceCondition } from './reduce-expression.ts'
import { explainSyntaxError } from './syntax-error.ts'

const MAX_SOURCE = 4096
const MAX_OPEN_BRACKETS = 64

/**
 * Parses a condition with JSONata's own parser and reduces it to the allowed subset. Never throws.
 */
export function parseExpression(source: string): ParsedExpression {
  if (source.length > MAX_SOURCE) return { problems: [tooLong(source)] }
  const { masked, problem } = maskRegexes(source)
  if (problem !== undefined) return { problems: [problem] }
  const tooDeep = findDepth(masked)
  if (tooDeep !== undefined) return { problems: [tooDeep] }
  let ast: AstNode
  try {
    ast = jsonata(masked).ast() as unknown as AstNode
  } catch (error) {
    return { problems: [explainSyntaxError(error, masked)] }
  }
  return reduceCondition(ast, source)
}

function tooLong(source: string): ExpressionProblem {
  return {
    code: 'expression-too-large',
    severity: 'error',
    message: `an expression is at most ${MAX_SOURCE} characters long; this one has ${source.length}`,
    hint: 'a long list of keys belongs in the `include` of a Segment: write $segment("name")',
    offset: MAX_SOURCE,
  }
}

/** What must not reach a recursive parser. */
function findDepth(source: string): ExpressionProblem | undefined {
  let open = 0
  for (let offset = 0; offset < source.length; offset++) {
    const character = source.charAt(offset)
    if ('([{'.includes(character)) open++
    if (')]}'.includes(character)) open--
    if (open > MAX_OPEN_BRACKETS) {
      return {
        code: 'expression-too-large',
        severity: 'error',
        message: `more than ${MAX_OPEN_BRACKETS} brackets are open here`,
        hint: 'split the condition into segments: write $segment("name")',
        offset,
      }
    }
  }
  return undefined
}

import type { ExpressionProblem } from './parsed-expression.ts'

interface JsonataSyntaxError {
  readonly code: string
  /** For a token: where it ends. */
  readonly position?: number
  readonly token?: unknown
  readonly value?: unknown
}

/** Operators of other languages, as JSONata trips over them. */
const FOREIGN_OPERATORS: readonly (readonly [operator: string, instead: string])[] = [
  ['===', 'equality is a single `=`'],
  ['==', 'equality is a single `=`'],
  ['!==', 'inequality is `!=`'],
  ['<>', 'inequality is `!=`'],
  ['&&', 'write `and`'],
  ['||', 'write `or`'],
]

/** What JSONata's parser found wrong, said for someone who writes a condition. */
export function explainSyntaxError(error: unknown, source: string): ExpressionProblem {
  if (isSyntaxError(error)) return explain(error, source)
  const problem = { code: 'expression-syntax', severity: 'error', offset: 0 } as const
  if (error instanceof RangeError) return { ...problem, message: 'the expression is nested too deeply' }
  return { ...problem, message: 'the expression has a regular expression that cannot be read' }
}

function explain(error: JsonataSyntaxError, source: string): ExpressionProblem {
  const token = typeof error.token === 'string' && error.token !== '(end)' ? error.token : undefined
  const end = Math.min(error.position ?? source.length, source.length)
  const start = Math.max(0, end - (token?.length ?? 0))
  const problem = { code: 'expression-syntax', severity: 'error', offset: start } as const
  const foreign = FOREIGN_OPERATORS.find(([operator]) => hasOperatorAt(source, operator, start))
  if (foreign !== undefined) {
    const [operator, instead] = foreign
    const offset = source.lastIndexOf(operator, start)
    return {
      ...problem,
      offset,
      message: `\`${operator}\` is not an operator of the language`,
      hint: instead,
    }
  }
  switch (error.code) {
    case 'S0101':
      return {
        ...problem,
        offset: findUnclosed(source),
        message: 'a string is not closed: its other quote is missing',
      }
    case 'S0102':
      return { ...problem, offset: end, message: `the number ${String(error.token)} is out of range` }
    case 'S0103':
      return {
        ...problem,
        offset: Math.max(0, end - 1),
        message: `\\${token ?? ''} is not an escape sequence of strings`,
        hint: 'a backslash is written \\\\; the others are \\" \\/ \\b \\f \\n \\r \\t and \\u with four hex digits',
      }
    case 'S0104':
      return { ...problem, offset: Math.max(0, end - 1), message: '\\u is followed by four hex digits' }
    case 'S0105':
      return { ...problem, offset: findUnclosed(source), message: 'a name in backquotes is not closed' }
    case 'S0106':
      return { ...problem, offset: end, message: 'a comment is not closed: its */ is missing' }
    case 'S0202':
      return { ...problem, message: `expected ${quote(error.value)} here, found ${quote(error.token)}` }
    case 'S0203':
      return { ...problem, message: `the expression ends where ${quote(error.value)} is expected` }
    case 'S0207':
      return {
        ...problem,
        message: source.trim() === '' ? 'the expression is empty' : 'the expression ends too early',
      }
    case 'S0204':
    case 'S0211':
      return explainStrayOperator(problem, token)
    case 'S0213':
      return { ...problem, message: `${quote(error.value)} cannot be a part of a path` }
    default:
      return {
        ...problem,
        message: token === undefined ? 'this is not an expression' : `${quote(token)} is not expected here`,
        hint: 'strings are in double quotes; names with characters other than letters, digits and _ are in backquotes',
      }
  }
}

function explainStrayOperator(
  problem: Omit<ExpressionProblem, 'message'>,
  token: string | undefined,
): ExpressionProblem {
  const message = `${quote(token)} is not expected here`
  return token === '!' ? { ...problem, message, hint: 'write $not(…)' } : { ...problem, message }
}

/** Whether `operator` is written so that it covers the place where the parser stopped. */
function hasOperatorAt(source: string, operator: string, offset: number): boolean {
  const start = source.lastIndexOf(operator, offset)
  return start >= 0 && offset < start + operator.length
}

/** Where the quote is that has no other. */
function findUnclosed(source: string): number {
  let quote = ''
  let opened = 0
  for (let i = 0; i < source.length; i++) {
    const character = source.charAt(i)
    if (quote === '' && '"\'`'.includes(character)) {
      quote = character
      opened = i
    } else if (character === '\\' && quote !== '`') i++
    else if (character === quote) quote = ''
  }
  return opened
}

function quote(token: unknown): string {
  return token === '(end)' ? 'the end' : `\`${String(token)}\``
}

function isSyntaxError(error: unknown): error is JsonataSyntaxError {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}

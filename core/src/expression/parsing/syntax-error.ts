import type { ExpressionProblem, ExpressionProblemCode } from './parsed-expression.ts'
import { startOfToken } from './jsonata-ast.ts'
import { refusedNode } from './refused-syntax.ts'
import { hintForToken } from './unexpected-token.ts'

interface JsonataSyntaxError {
  readonly code: string
  /** For a token: where it ends. */
  readonly position?: number
  readonly token?: string | number
  readonly value?: string | number | boolean | null
}

/** Where JSONata's parser stopped. */
interface Stop {
  readonly source: string
  readonly token: string
  /** What was expected, or cannot be. */
  readonly value: string
  readonly start: number
  readonly end: number
}

interface Explanation {
  readonly code?: ExpressionProblemCode
  readonly message: string
  readonly hint: string
  /** Where it is, if not at `start`. */
  readonly offset?: number
}

/** What JSONata's parser found wrong, said for someone who writes a condition. */
export function explainSyntaxError(error: unknown, source: string): ExpressionProblem {
  const { offset = 0, ...explanation } = explain(error, source)
  return { code: 'expression-syntax', severity: 'error', offset: Math.max(0, offset), ...explanation }
}

function explain(error: unknown, source: string): Explanation {
  if (error instanceof RangeError) {
    return { message: 'the expression is nested too deeply', hint: 'move a part of it into a Segment' }
  }
  if (!isSyntaxError(error))
    return { message: 'the expression cannot be read', hint: 'write a condition: plan = "pro"' }
  const token = error.token === '(end)' || error.token === undefined ? '' : String(error.token)
  const end = Math.min(error.position ?? source.length, source.length)
  const type = typeof error.token === 'number' ? 'number' : 'string'
  const isBare = type === 'string' && source.slice(0, end).endsWith(token)
  const start = isBare ? end - token.length : startOfToken({ type, position: end }, source)
  const stop = { source, token, value: String(error.value), start, end }
  return { offset: stop.start, ...(EXPLANATIONS[error.code] ?? explainToken)(stop) }
}

/** By JSONata's error codes. */
const EXPLANATIONS: Readonly<Record<string, (stop: Stop) => Explanation>> = {
  S0101: ({ source }) => ({
    message: 'this string is not closed',
    hint: 'end it with the quote that it begins with; such a quote within it is written \\"',
    offset: findUnclosed(source),
  }),
  S0102: ({ token, end }) => ({
    message: `the number ${token} is out of range`,
    hint: 'numbers go up to 2^53',
    offset: end,
  }),
  S0103: ({ token, end }) => ({
    message: `\\${token} is not an escape sequence of strings`,
    hint: 'a backslash is written \\\\; the others are \\" \\/ \\b \\f \\n \\r \\t and \\u with four hex digits',
    offset: end - 1,
  }),
  S0104: ({ end }) => ({
    message: '\\u is followed by four hex digits',
    hint: 'write \\u00e9, or the character itself',
    offset: end - 1,
  }),
  S0105: ({ source }) => ({
    message: 'this name in backquotes is not closed',
    hint: 'end it with a backquote',
    offset: findUnclosed(source),
  }),
  S0106: () => ({ message: 'this comment is not closed', hint: 'end it with */' }),
  S0202: explainMissing,
  S0203: ({ value }) => ({
    message: `the expression ends where ${quote(value)} is expected`,
    hint: `write the missing ${quote(value)}`,
  }),
  S0207: ({ source }) => ({
    message: source.trim() === '' ? 'the expression is empty' : 'the expression ends too early',
    hint: 'write a condition: plan = "pro"',
  }),
  S0212: ({ source, end }) => ({
    message: '`:=` is not an operator of the language',
    hint: 'equality is a single `=`',
    offset: source.indexOf(':=', end),
  }),
  S0213: explainStep,
  S0214: ({ source, token, end }) => ({
    message: `${quote(token)} is not an operator of the language`,
    hint: 'text goes in double quotes, and a comment between /* and */',
    offset: source.lastIndexOf(token, end),
  }),
  S0217: ({ source }) => ({ ...refusedNode({ type: 'parent' }), offset: source.indexOf('%') }),
}

/** Operators of other languages, which JSONata trips over. */
const FOREIGN_OPERATORS: readonly (readonly [operator: string, instead: string])[] = [
  ['!==', 'inequality is `!=`'],
  ['===', 'equality is a single `=`'],
  ['==', 'equality is a single `=`'],
  ['<>', 'inequality is `!=`'],
  ['=>', 'at least is `>=`'],
  ['=<', 'at most is `<=`'],
  ['=~', 'write $contains(text, /pattern/)'],
  ['&&', 'write `and`'],
  ['||', 'write `or`'],
  ['!', 'write $not(…)'],
]

function explainToken({ source, token, start }: Stop): Explanation {
  for (const [operator, hint] of FOREIGN_OPERATORS) {
    const offset = source.lastIndexOf(operator, start)
    if (offset >= 0 && start < offset + operator.length) {
      return { message: `${quote(operator)} is not an operator of the language`, hint, offset }
    }
  }
  return { message: `${quote(token)} is not expected here`, hint: hintForToken(source, start) }
}

/** Something else is where only one thing can be. */
function explainMissing({ source, value, token, start }: Stop): Explanation {
  if (value === ':') {
    return { ...refusedNode({ type: 'object' }), offset: source.lastIndexOf('{', start) }
  }
  const message = `${quote(value)} is expected here, not ${quote(token)}`
  return value === ']' || token === ','
    ? { message, hint: 'a list is in brackets, with commas: ["pro", "team"]' }
    : { message, hint: hintForToken(source, start) }
}

/** A step of a path is a name, and a number is none: `2.1.0`, `a.1`. */
function explainStep({ source, value, end }: Stop): Explanation {
  const [number = ''] = /[\d.]*$/.exec(source.slice(0, end)) ?? []
  if (/^\d/.test(number)) {
    const offset = end - number.length
    const [text = number] = /^[\w.-]{1,40}/.exec(source.slice(offset)) ?? []
    return {
      message: `${quote(text)} is not a number`,
      hint: 'a version or an address is text: $semver(version, ">=2.1.0"), $cidr(ip, "10.0.0.0/8")',
      offset,
    }
  }
  return {
    message: `${quote(value)} cannot be a part of a path`,
    hint: `a name with characters other than letters, digits and _ goes in backquotes: \`${value}\``,
    offset: end - value.length,
  }
}

/** Where the quote is that has no other. */
function findUnclosed(source: string): number {
  let open = ''
  let offset = 0
  for (let i = 0; i < source.length; i++) {
    const character = source.charAt(i)
    if (open === '' && '"\'`'.includes(character)) {
      open = character
      offset = i
    } else if (character === '\\' && open !== '`') i++
    else if (character === open) open = ''
  }
  return offset
}

function quote(token: string): string {
  return token === '' ? 'an empty string' : `\`${token}\``
}

function isSyntaxError(error: unknown): error is JsonataSyntaxError {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}

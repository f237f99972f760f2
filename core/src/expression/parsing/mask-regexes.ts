import type { ExpressionProblem } from './parsed-expression.ts'

/** White space and comments, which end a token and are none. */
const BLANK = /[ \t\n\r\v]+|\/\*[^]*?\*\//y
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\r\n\u2028\u2029])*\]|[^/\\[\r\n\u2028\u2029])*\/\w*/y
/** What ends a value, so that a `/` behind it divides. */
const VALUE =
  /"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|[\])}]|[^ \t\n\r\v.[\](){},@#;:?+\-*/%|=<>^&!~"'`]+/y
const OPERATORS: readonly string[] = ['and', 'or', 'in']

export type Masked =
  | { readonly masked: string; readonly problem?: never }
  | { readonly masked?: never; readonly problem: ExpressionProblem }

/**
 * Puts a harmless regular expression of the same length in the place of each, so that JSONata's parser sees where they
 * are and not what they are.
 */
export function maskRegexes(source: string): Masked {
  let masked = ''
  let isAfterValue = false
  while (masked.length < source.length) {
    const at = masked.length
    const blank = matchAt(BLANK, source, at)
    if (blank !== undefined) {
      masked += blank
    } else if (source[at] === '/' && !isAfterValue) {
      const regex = matchAt(REGEX, source, at)
      if (regex === undefined || regex.startsWith('//')) return { problem: explain(regex, source, at) }
      masked += `/${'x'.repeat(regex.length - 2)}/`
      isAfterValue = true
    } else {
      const value = matchAt(VALUE, source, at)
      masked += value ?? source.charAt(at)
      isAfterValue = value !== undefined && !OPERATORS.includes(value)
    }
  }
  return { masked }
}

function matchAt(expression: RegExp, source: string, at: number): string | undefined {
  expression.lastIndex = at
  return expression.exec(source)?.[0]
}

function explain(regex: string | undefined, source: string, offset: number): ExpressionProblem {
  const problem = { code: 'expression-syntax', severity: 'error', offset } as const
  if (source.charAt(offset - 1) === '/') {
    const message = '`//` is not an operator of the language'
    return { ...problem, offset: offset - 1, message, hint: 'a comment is between /* and */' }
  }
  return regex === undefined
    ? {
        ...problem,
        message: 'this regular expression is not closed: its second / is missing, or the ] of a class',
        hint: 'a / as itself is \\/, a [ is \\[',
      }
    : {
        ...problem,
        message: 'this regular expression is empty',
        hint: 'write what to look for: /@example\\.com$/',
      }
}

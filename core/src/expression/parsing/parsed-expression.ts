import type { Expression } from '../expression.ts'

/** What is wrong with an expression, and where in its source. */
export interface ExpressionProblem {
  readonly code: ExpressionProblemCode
  readonly message: string
  /** What to write instead. */
  readonly hint: string
  /** UTF-16 code units from the start of the source. */
  readonly offset: number
  readonly severity: 'error' | 'warning'
}

export const EXPRESSION_PROBLEM_CODES = [
  'expression-syntax',
  'expression-too-large',
  'inexact-number',
  'not-in-language',
  'unknown-function',
  'wrong-arity',
  'wrong-type',
  'invalid-range',
  'invalid-instant',
  'invalid-block',
  'not-a-condition',
  'constant-condition',
  'compared-attributes',
  'compared-list',
  'compared-digits',
] as const
export type ExpressionProblemCode = (typeof EXPRESSION_PROBLEM_CODES)[number]

/** There is a tree exactly when no problem is an error. */
export type ParsedExpression =
  | { readonly tree: Expression; readonly problems: readonly ExpressionProblem[] }
  | { readonly tree?: never; readonly problems: readonly ExpressionProblem[] }

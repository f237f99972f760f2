import type { Expression } from './expression.ts'

/** What is wrong with an expression, and where in its source. */
export interface ExpressionProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** UTF-16 code units from the start of the source. */
  readonly offset: number
  readonly severity: 'error' | 'warning'
}

export type ParsedExpression =
  | { readonly tree: Expression; readonly problems: readonly ExpressionProblem[] }
  | { readonly tree?: never; readonly problems: readonly ExpressionProblem[] }

/** Parses a condition with JSONata's own parser and reduces it to the allowed subset. Never throws. */
export function parseExpression(source: string): ParsedExpression {
  throw new Error(`not yet: ${source}`)
}

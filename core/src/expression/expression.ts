/**
 * A condition as it travels: JSON, compact, and already reduced to what the language allows.
 * A scalar is itself; everything else is a list that starts with its operator.
 */
export type Expression = Literal | CompoundExpression

export type Literal = string | number | boolean | null

export type CompoundExpression =
  /** An attribute of the evaluation context: `['.', 'address', 'country']`. */
  | readonly ['.', ...string[]]
  /** A list of literals. */
  | readonly ['[]', ...Literal[]]
  | readonly [ComparisonOperator, Expression, Expression]
  /** Two or more conditions. */
  | readonly ['and' | 'or', ...Expression[]]
  /** A regular expression literal: source, flags. */
  | readonly ['/', string, string]
  /** A call: `['$contains', ['.', 'email'], '@example.com']`. */
  | readonly [ExpressionFunction, ...Expression[]]

export const COMPARISON_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'in'] as const
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number]

export type ExpressionFunction = `$${string}`

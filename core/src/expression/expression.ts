/**
 * A condition as it travels: JSON, compact, and already reduced to what the language allows.
 * A scalar is itself; everything else is a list that starts with its operator.
 */
export type Expression = Literal | CompoundExpression

export type Literal = string | number | boolean | null

export type CompoundExpression = Path | List | Comparison | Junction | Call

/** An attribute of the evaluation context: `['.', 'address', 'country']`. */
export type Path = readonly ['.', ...string[]]

/** A list of literals. */
export type List = readonly ['[]', ...Literal[]]

export type Comparison = readonly [ComparisonOperator, Expression, Expression]

/** Two or more conditions. */
export type Junction = readonly ['and' | 'or', ...Expression[]]

/**
 * A call: `['$contains', ['.', 'email'], '@example.com']`. The range of `$semver` is in canonical form, still a range to
 * npm: alternatives of comparators, each `=`, `<`, `<=`, `>` or `>=` and a full version, with one space between them and
 * ` || ` between alternatives. `^2.1 || 4.0.0` is `>=2.1.0 <3.0.0-0 || =4.0.0`; any version is `>=0.0.0`. The blocks of
 * `$cidr` are those of RFC 4632 and, as RFC 5952 writes them, RFC 4291, without bits after the prefix: `10.0.0.0/8`.
 * `$contains(text, /source/flags)` is `['$matches', text, source, flags, program]`, whose program (regex/program.ts) is
 * what is evaluated; source and flags are for people.
 */
export type Call = readonly [ExpressionFunction, ...Expression[]]

const COMPARISON_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'in'] as const
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number]

export type ExpressionFunction = `$${string}`

export function isCompound(tree: Expression): tree is CompoundExpression {
  return typeof tree === 'object' && tree !== null
}

export function isPath(tree: Expression): tree is Path {
  return isCompound(tree) && tree[0] === '.'
}

export function isList(tree: Expression): tree is List {
  return isCompound(tree) && tree[0] === '[]'
}

export function isComparison(tree: Expression): tree is Comparison {
  return isCompound(tree) && (COMPARISON_OPERATORS as readonly string[]).includes(tree[0])
}

export function isJunction(tree: Expression): tree is Junction {
  return isCompound(tree) && (tree[0] === 'and' || tree[0] === 'or')
}

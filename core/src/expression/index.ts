export type { ComparisonOperator, Expression, ExpressionFunction, Literal } from './expression.ts'
export type { ExpressionProblem, ParsedExpression } from './parse-expression.ts'
export { parseExpression } from './parse-expression.ts'

export { compileExpression } from './compile-expression.ts'
export type {
  Call,
  Comparison,
  ComparisonOperator,
  CompoundExpression,
  Expression,
  ExpressionFunction,
  Junction,
  List,
  Literal,
  Path,
} from './expression.ts'
export type { ExpressionScope, Operand } from './operand.ts'
export type {
  ExpressionProblem,
  ExpressionProblemCode,
  ParsedExpression,
} from './parsing/parsed-expression.ts'
export { EXPRESSION_PROBLEM_CODES } from './parsing/parsed-expression.ts'
export { parseExpression } from './parsing/parse-expression.ts'

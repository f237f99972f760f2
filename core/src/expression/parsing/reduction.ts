import type { Expression } from '../expression.ts'
import type { Kind } from './calls/function-signatures.ts'
import { startOf, startOfToken, type AstNode } from './jsonata-ast.ts'
import type { ExpressionProblem, ExpressionProblemCode } from './parsed-expression.ts'

/** A part of an expression that is in the language. */
export interface Reduced {
  readonly tree: Expression
  readonly kind: Kind
  /** It reads nothing of the subject. */
  readonly constant: boolean
}

export interface ProblemText {
  readonly code: ExpressionProblemCode
  readonly message: string
  readonly hint: string
}

/** One expression on its way from JSONata's tree to ours; collects what is wrong with it. */
export class Reduction {
  readonly problems: ExpressionProblem[] = []
  readonly source: string
  private readonly reduceNode: (node: AstNode, reduction: Reduction) => Reduced | null

  constructor(source: string, reduceNode: (node: AstNode, reduction: Reduction) => Reduced | null) {
    this.source = source
    this.reduceNode = reduceNode
  }

  /** Null when the part is refused; then its problem is noted. */
  reduce(node: AstNode): Reduced | null {
    return this.reduceNode(node, this)
  }

  refuse(node: AstNode, problem: ProblemText): null {
    return this.refuseAt(startOf(node, this.source), problem)
  }

  refuseAt(offset: number, problem: ProblemText): null {
    this.problems.push({ ...problem, severity: 'error', offset })
    return null
  }

  /** Refuses an operation at its operator. */
  refuseOperator(node: AstNode, problem: ProblemText): null {
    return this.refuseAt(startOfToken(node, this.source), problem)
  }

  warn(node: AstNode, problem: ProblemText): void {
    this.problems.push({ ...problem, severity: 'warning', offset: startOf(node, this.source) })
  }
}

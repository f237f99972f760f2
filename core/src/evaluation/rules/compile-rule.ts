import { compileExpression } from '../../expression/compile-expression.ts'
import type { ExpressionScope, Operand } from '../../expression/operand.ts'
import type { During } from '../../manifest/kinds/flag/flag.ts'
import type { SnapshotRule } from '../../snapshot/snapshot.ts'
import type { Outcomes } from '../outcome.ts'
import { compileAssignment, type Assign } from './assign-variant.ts'

/** What is undefined always holds. */
export interface CompiledRule {
  readonly during: During | undefined
  readonly condition: Operand | undefined
  readonly assign: Assign
}

export function compileRule(rule: SnapshotRule, scope: ExpressionScope, outcomes: Outcomes): CompiledRule {
  return {
    during: rule.during,
    condition: rule.if === undefined ? undefined : compileExpression(rule.if, scope),
    assign: compileAssignment(rule, outcomes),
  }
}

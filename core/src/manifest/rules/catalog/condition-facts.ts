import { isPath, type Path } from '../../../expression/expression.ts'
import { segmentsIn, walkExpression } from '../../../expression/walk-expression.ts'
import type { Condition } from '../../kinds/values/condition.ts'
import { oncePer } from './once-per.ts'

/** What rules ask of a condition. */
export interface ConditionFacts {
  /** Expressions that it consists of, itself included. */
  readonly nodes: number
  readonly segments: ReadonlySet<string>
  /** Each mention, in the order of the text. */
  readonly attributes: readonly (readonly string[])[]
}

export const factsOf = oncePer(({ tree }: Condition): ConditionFacts => {
  const parts = [...walkExpression(tree)]
  return {
    nodes: parts.length,
    segments: segmentsIn(tree),
    attributes: parts.filter((part): part is Path => isPath(part)).map(([, ...names]) => names),
  }
})

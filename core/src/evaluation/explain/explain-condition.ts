import { isCompound, isJunction, isList, isPath } from '../../expression/expression.ts'
import type { Expression } from '../../expression/expression.ts'
import { segmentsIn, walkExpression } from '../../expression/walk-expression.ts'
import { printExpression } from '../../snapshot/readable/print-expression.ts'
import type { ConditionExplanation, DecidingPart, Reading } from './flag-explanation.ts'
import type { Subject } from './subject.ts'

export function explainCondition(condition: Expression, subject: Subject): ConditionExplanation {
  return {
    holds: subject.evaluate(condition) === true,
    source: printExpression(condition),
    decidedBy: explainPart(findDecidingPart(condition, subject), subject),
  }
}

/** Of a junction the first operand that settles it, where one alone does; of that likewise. */
function findDecidingPart(tree: Expression, subject: Subject): Expression {
  if (!isCompound(tree) || !isJunction(tree)) return tree
  const [operator, ...parts] = tree
  const settling = operator === 'or'
  const found = parts.find((part) => (subject.evaluate(part) === true) === settling)
  return found === undefined ? tree : findDecidingPart(found, subject)
}

function explainPart(part: Expression, subject: Subject): DecidingPart {
  const result = subject.evaluate(part)
  return {
    source: printExpression(part),
    result: result === undefined ? 'undefined' : result === true,
    values: readingsIn(part, subject),
    misfits: [...walkExpression(part)].filter((inner) => isMisfit(inner, subject)).map(printExpression),
    segments: [...segmentsIn(part)].sort(),
  }
}

function readingsIn(tree: Expression, subject: Subject): readonly Reading[] {
  const readings = new Map<string, Reading>()
  for (const part of walkExpression(tree)) {
    if (!isPath(part)) continue
    const reading = subject.read(part.slice(1))
    readings.set(reading.path, reading)
  }
  return [...readings.values()]
}

/** Nothing that it is made of is undefined, and yet it is. */
function isMisfit(tree: Expression, subject: Subject): boolean {
  if (!isCompound(tree) || isPath(tree) || isList(tree)) return false
  const isUndefined = (part: Expression) => subject.evaluate(part) === undefined
  return isUndefined(tree) && !tree.slice(1).some(isUndefined)
}

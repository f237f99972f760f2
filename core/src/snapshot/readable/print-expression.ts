import type { Expression } from '../../expression/expression.ts'
import { isComparison, isCompound, isJunction, isList, isPath } from '../../expression/expression.ts'
import { formatPath } from '../../expression/parsing/format-path.ts'

/** A condition as an author would write it: parsed again, it means the same. */
export function printExpression(tree: Expression): string {
  if (!isCompound(tree)) return JSON.stringify(tree)
  if (isPath(tree)) return formatPath(tree.slice(1))
  if (isList(tree))
    return `[${tree
      .slice(1)
      .map((literal) => JSON.stringify(literal))
      .join(', ')}]`
  if (isComparison(tree)) {
    const [operator, left, right] = tree
    return `${printOperand(left)} ${operator} ${printOperand(right)}`
  }
  const [operator, ...operands] = tree as readonly [string, ...Expression[]]
  if (operator === 'and') return operands.map(printOperandOfAnd).join(' and ')
  if (operator === 'or') return operands.map(printExpression).join(' or ')
  if (operator === '$matches') {
    const [text, source, flags] = operands as [Expression, string, string]
    return `$contains(${printExpression(text)}, /${source}/${flags})`
  }
  return `${operator}(${operands.map(printExpression).join(', ')})`
}

/** `and` binds tighter than `or`, comparisons tighter than both; a junction in one of its kind needs no marks. */
function printOperandOfAnd(tree: Expression): string {
  return isCompound(tree) && tree[0] === 'or' ? `(${printExpression(tree)})` : printExpression(tree)
}

function printOperand(tree: Expression): string {
  const binds = isCompound(tree) && (isComparison(tree) || isJunction(tree))
  return binds ? `(${printExpression(tree)})` : printExpression(tree)
}

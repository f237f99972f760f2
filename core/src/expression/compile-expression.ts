import { readAttribute } from './read-attribute.ts'
import { compileComparison } from './compile-comparison.ts'
import { isCompound, isJunction, isList, isPath } from './expression.ts'
import type { Comparison, Expression, Junction, Literal } from './expression.ts'
import { findFunction, type CallParts } from './functions.ts'
import type { ExpressionScope, Operand } from './operand.ts'

/**
 * Compiles a tree to a closure that evaluates it synchronously. Total: whatever the context holds, an operand that
 * does not fit makes the result undefined. Throws a TypeError on a tree that `parseExpression` cannot have made.
 */
export function compileExpression(tree: Expression, scope: ExpressionScope): Operand {
  const compile = (part: Expression) => compileExpression(part, scope)
  if (!isCompound(tree)) return constant(tree)
  if (isPath(tree)) return readAttribute(tree.slice(1))
  if (isList(tree)) return constant(tree.slice(1))
  if (isJunction(tree)) return compileJunction(tree, compile)
  const [name, ...trees] = tree
  const compileCall = findFunction(name)
  if (compileCall === undefined) return compileComparison(tree as Comparison, compile)
  const operands = trees.map(compile) as unknown as CallParts['operands']
  return compileCall({ trees, operands, scope })
}

function constant(value: Literal | readonly unknown[]): Operand {
  return () => value
}

/** An operand that is undefined counts as false; the first that decides ends the evaluation. */
function compileJunction(
  [operator, ...trees]: Junction,
  compile: (condition: Expression) => Operand,
): Operand {
  const conditions = trees.map(compile)
  const deciding = operator === 'or'
  return (context) => {
    for (const condition of conditions) {
      if ((condition(context) === true) === deciding) return deciding
    }
    return !deciding
  }
}

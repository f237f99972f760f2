import { isCompound, isPath, type Expression } from './expression.ts'

/** Every expression inside an expression, itself first. */
export function* walkExpression(tree: Expression): Generator<Expression> {
  yield tree
  if (!isCompound(tree) || isPath(tree)) return
  for (const part of tree.slice(1)) yield* walkExpression(part)
}

/** The names of the segments an expression asks for. */
export function segmentsIn(tree: Expression): Set<string> {
  const names = new Set<string>()
  for (const part of walkExpression(tree)) {
    if (isCompound(part) && part[0] === '$segment' && typeof part[1] === 'string') names.add(part[1])
  }
  return names
}

import { isCompound, type Literal } from '../expression.ts'
import type { Kind } from './calls/function-signatures.ts'
import type { AstNode } from './jsonata-ast.ts'
import type { Reduced, Reduction } from './reduction.ts'

export function reduceLiteral(node: AstNode): Reduced {
  const tree = node.value as Literal
  return { tree, kind: tree === null ? 'null' : (typeof tree as Kind), constant: true }
}

export function reduceList(node: AstNode, reduction: Reduction): Reduced | null {
  const literals: Literal[] = []
  for (const item of node.expressions ?? []) {
    const reduced = reduction.reduce(item)
    if (reduced === null) return null
    if (isCompound(reduced.tree)) {
      return reduction.refuse(item, {
        code: 'wrong-type',
        message: 'a list holds only strings, numbers, true, false and null',
        hint: 'an attribute in it is compared on its own: a = "x" or a = b',
      })
    }
    literals.push(reduced.tree)
  }
  return { tree: ['[]', ...literals], kind: 'list', constant: true }
}

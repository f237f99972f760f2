import { isExact, parseDecimal } from '../../decimal.ts'
import { isCompound, type Literal } from '../expression.ts'
import type { Kind } from './calls/function-signatures.ts'
import { startOf, type AstNode } from './jsonata-ast.ts'
import type { ProblemText, Reduced, Reduction } from './reduction.ts'

const MAX_SHOWN = 40

export function reduceLiteral(node: AstNode, reduction: Reduction): Reduced | null {
  const tree = node.value as Literal
  const inexact = typeof tree === 'number' ? findInexact(node, reduction.source) : undefined
  if (inexact !== undefined) return reduction.refuse(node, inexact)
  return { tree, kind: tree === null ? 'null' : (typeof tree as Kind), constant: true }
}

/** A number that would be compared as another. */
function findInexact(node: AstNode, source: string): ProblemText | undefined {
  const text = source.slice(startOf(node, source), node.position)
  const value = Number(text)
  const decimal = parseDecimal(text)
  if (decimal !== undefined && isExact(decimal, value)) return undefined
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  return {
    code: 'inexact-number',
    message: `the number ${shown} cannot be held exactly: it would be read as ${value}`,
    hint: Number.isInteger(value)
      ? `if it is an identifier, quote it, and have services send it as text: "${shown}"`
      : `write ${value}, the nearest there is`,
  }
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
        hint: 'text goes in double quotes: ["pro", "team"]; an attribute is compared on its own: a = b',
      })
    }
    literals.push(reduced.tree)
  }
  return { tree: ['[]', ...literals], kind: 'list', constant: true }
}

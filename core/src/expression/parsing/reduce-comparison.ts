import { isList, isPath, type ComparisonOperator } from '../expression.ts'
import { formatPath } from './format-path.ts'
import type { Kind } from './calls/function-signatures.ts'
import type { AstNode } from './jsonata-ast.ts'
import type { ProblemText, Reduced, Reduction } from './reduction.ts'

export function reduceComparison(
  node: AstNode,
  operator: ComparisonOperator,
  reduction: Reduction,
): Reduced | null {
  const { lhs, rhs } = node as Required<AstNode>
  const left = reduction.reduce(lhs)
  const right = reduction.reduce(rhs)
  if (left === null || right === null) return null
  const mistake = findMistake(operator, left, right)
  if (mistake !== undefined) return reduction.refuseOperator(node, mistake)
  const doubt = findDoubt(operator, left, right)
  if (doubt !== undefined) reduction.warn(rhs, doubt)
  return {
    tree: [operator, left.tree, right.tree],
    kind: 'boolean',
    constant: left.constant && right.constant,
  }
}

function findMistake(operator: ComparisonOperator, left: Reduced, right: Reduced): ProblemText | undefined {
  if (operator === 'in') return findMembershipMistake(right)
  const kinds = [left.kind, right.kind].filter((kind) => kind !== 'any')
  const isOrdering = operator !== '=' && operator !== '!='
  const unordered = isOrdering ? kinds.find((kind) => kind !== 'string' && kind !== 'number') : undefined
  if (unordered !== undefined) {
    return {
      code: 'wrong-type',
      message: `\`${operator}\` compares numbers or strings, not ${inWords(unordered)}`,
    }
  }
  const [first, second] = kinds
  if (first === undefined || second === undefined || first === second) return undefined
  return {
    code: 'wrong-type',
    message: `\`${operator}\` compares ${inWords(first)} with ${inWords(second)} here, which are never equal`,
  }
}

function findMembershipMistake({ tree, kind }: Reduced): ProblemText | undefined {
  if (isList(tree) && tree.length === 1) {
    return { code: 'constant-condition', message: 'nothing is in an empty list' }
  }
  if (kind === 'list' || kind === 'any') return undefined
  return {
    code: 'wrong-type',
    message: `\`in\` looks in a list, not in ${inWords(kind)}`,
    hint: kind === 'string' ? 'for a part of a string write $contains(text, part)' : 'write a list: [1, 2]',
  }
}

function findDoubt(operator: ComparisonOperator, left: Reduced, right: Reduced): ProblemText | undefined {
  if (operator === 'in') return undefined
  if (isPath(left.tree) && isPath(right.tree)) {
    const name = formatPath(right.tree.slice(1))
    return {
      code: 'compared-attributes',
      message: `two attributes are compared: ${formatPath(left.tree.slice(1))} and ${name}`,
      hint: `if a string is meant, write "${name}"`,
    }
  }
  if (left.kind !== 'list' && right.kind !== 'list') return undefined
  return {
    code: 'compared-list',
    message: `\`${operator}\` compares with the whole list, item by item`,
    hint: 'to ask whether an attribute is one of these, write `in`',
  }
}

function inWords(kind: Kind): string {
  return kind === 'null' ? 'null' : `a ${kind}`
}

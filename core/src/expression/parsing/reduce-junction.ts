import {
  isComparison,
  isCompound,
  isJunction,
  isList,
  isPath,
  type Expression,
  type Literal,
} from '../expression.ts'
import { formatPath } from './format-path.ts'
import type { AstNode } from './jsonata-ast.ts'
import type { Kind } from './calls/function-signatures.ts'
import type { Reduced, Reduction } from './reduction.ts'

export function reduceJunction(node: AstNode, reduction: Reduction): Reduced | null {
  const operator = node.value as 'and' | 'or'
  const { lhs, rhs } = node as Required<AstNode>
  const left = reduction.reduce(lhs)
  const right = reduction.reduce(rhs)
  if (left === null || right === null) return null
  checkCondition(lhs, left, reduction)
  checkCondition(rhs, right, reduction, left.tree)
  const conditions = [...conditionsOf(left.tree, operator), ...conditionsOf(right.tree, operator)]
  return { tree: [operator, ...conditions], kind: 'boolean', constant: false }
}

/** Notes what keeps a part from deciding: it is no condition, or it is the same for everyone. */
export function checkCondition(
  node: AstNode,
  { tree, kind, constant }: Reduced,
  reduction: Reduction,
  before?: Expression,
): void {
  if (constant && kind === 'boolean') {
    reduction.refuse(node, {
      code: 'constant-condition',
      message: 'this condition is the same for every subject',
      hint:
        isComparison(tree) && typeof tree[1] === 'string'
          ? `if an attribute is meant, write it without quotes: ${tree[1]}`
          : 'leave it out; a rule without `if` matches everyone',
    })
  } else if (kind !== 'boolean') {
    reduction.refuse(node, {
      code: 'not-a-condition',
      message: `${describe(tree)} is not a condition`,
      hint: suggestCondition(tree, kind, before),
    })
  }
}

function conditionsOf(tree: Expression, operator: 'and' | 'or'): readonly Expression[] {
  return isJunction(tree) && tree[0] === operator ? tree.slice(1) : [tree]
}

function describe(tree: Expression): string {
  if (!isCompound(tree)) return JSON.stringify(tree)
  if (isPath(tree)) return `the attribute ${formatPath(tree.slice(1))}`
  return tree[0] === '[]' ? 'a list' : `the value of ${tree[0]}`
}

function suggestCondition(tree: Expression, kind: Kind, before: Expression | undefined): string {
  if (isPath(tree)) {
    const path = formatPath(tree.slice(1))
    return `say what it must be: ${path} = true, or $exists(${path})`
  }
  if (isList(tree)) return 'compare it: plan in ["pro", "team"]'
  if (isCompound(tree)) return `compare it: ${tree[0]}(…) ${kind === 'number' ? '> 2' : '= "pro"'}`
  const compared = before === undefined ? undefined : lastEquality(before)
  if (compared === undefined) return 'compare it: plan = "pro", or plan in ["pro", "team"]'
  return `write ${formatPath(compared.path)} in [${JSON.stringify(compared.literal)}, ${JSON.stringify(tree)}]`
}

/** The comparison that `plan = "pro" or "enterprise"` means to go on with. */
function lastEquality(tree: Expression): { path: readonly string[]; literal: Literal } | undefined {
  const last = isJunction(tree) ? (tree.at(-1) as Expression) : tree
  if (!isComparison(last) || last[0] !== '=') return undefined
  const [, path, literal] = last
  return isPath(path) && !isCompound(literal) ? { path: path.slice(1), literal } : undefined
}

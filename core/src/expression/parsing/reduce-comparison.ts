import { ownValue } from '../../own-value.ts'
import { isComparison, isList, isPath, type ComparisonOperator, type Expression } from '../expression.ts'
import { canonicalBlock } from './calls/cidr-block.ts'
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
      hint: isComparison(left.tree)
        ? 'write both comparisons: 18 <= age and age < 65'
        : 'ask for equality with `=`, and whether there is something with $exists(…)',
    }
  }
  const [first, second] = kinds
  if (first === undefined || second === undefined || first === second) return undefined
  return {
    code: 'wrong-type',
    message: `\`${operator}\` compares ${inWords(first)} with ${inWords(second)} here, which are never equal`,
    hint: 'numbers go without quotes, text in double quotes; $number(…) and $string(…) convert',
  }
}

function findMembershipMistake({ tree, kind }: Reduced): ProblemText | undefined {
  if (isList(tree) && tree.length === 1) {
    return {
      code: 'constant-condition',
      message: 'nothing is in an empty list',
      hint: 'list what there may be: ["pro", "team"]',
    }
  }
  if (kind === 'list' || kind === 'any') return undefined
  return {
    code: 'wrong-type',
    message: `\`in\` looks in a list, not in ${inWords(kind)}`,
    hint: hintForMembership(tree),
  }
}

function hintForMembership(tree: Expression): string {
  if (typeof tree !== 'string') return 'write a list: [1, 2]'
  return canonicalBlock(tree) === undefined
    ? 'write a list: ["pro", "team"], or for a part of a string $contains(text, part)'
    : `write $cidr(ip, "${tree}")`
}

function findDoubt(operator: ComparisonOperator, left: Reduced, right: Reduced): ProblemText | undefined {
  if (operator === 'in') return undefined
  if (isPath(left.tree) && isPath(right.tree)) {
    const name = formatPath(right.tree.slice(1))
    return {
      code: 'compared-attributes',
      message: `two attributes are compared: ${formatPath(left.tree.slice(1))} and ${name}`,
      hint: ownValue(LITERALS, name.toLowerCase()) ?? `if a string is meant, write "${name}"`,
    }
  }
  if (left.kind === 'list' || right.kind === 'list') {
    return {
      code: 'compared-list',
      message: `\`${operator}\` compares with the whole list, item by item`,
      hint: 'to ask whether an attribute is one of these, write `in`',
    }
  }
  return [left.tree, right.tree].some(hasNumbers) && operator !== '=' && operator !== '!='
    ? {
        code: 'compared-digits',
        message: `\`${operator}\` compares text character by character here: "10" is below "9"`,
        hint: 'a number goes without quotes: age >= 18; a version into $semver(version, ">=2.1.0")',
      }
    : undefined
}

/** What may be meant by a name that stands alone. */
const LITERALS: Readonly<Record<string, string>> = {
  false: 'write false, in small letters',
  nil: 'write null, or for what is missing $exists(…) or $not($exists(…))',
  no: 'write false',
  none: 'write null, or for what is missing $exists(…) or $not($exists(…))',
  null: 'write null, in small letters',
  off: 'write false',
  on: 'write true',
  true: 'write true, in small letters',
  undefined: 'write $exists(…) or $not($exists(…))',
  yes: 'write true',
}

/** Text that is a number or a version. */
function hasNumbers(tree: Expression): boolean {
  return typeof tree === 'string' && /^v?\d+(?:\.\d+)*$/.test(tree)
}

function inWords(kind: Kind): string {
  return kind === 'null' ? 'null' : `a ${kind}`
}

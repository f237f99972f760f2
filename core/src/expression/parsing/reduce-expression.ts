import { isCompound, type Expression } from '../expression.ts'
import type { AstNode } from './jsonata-ast.ts'
import type { ParsedExpression } from './parsed-expression.ts'
import { reduceCall } from './calls/reduce-call.ts'
import { reduceComparison } from './reduce-comparison.ts'
import { checkCondition, reduceJunction } from './reduce-junction.ts'
import { reduceList, reduceLiteral } from './reduce-literal.ts'
import { reducePath } from './reduce-path.ts'
import { Reduction, type Reduced } from './reduction.ts'
import { REFUSED_PREDICATE, REFUSED_SEQUENCE, refusedHyphen, refusedNode } from './refused-syntax.ts'

const MAX_NODES = 256
const MAX_DEPTH = 32

/** Reduces what JSONata's parser made of a condition to the language, or says what of it is not. */
export function reduceCondition(ast: AstNode, source: string): ParsedExpression {
  const reduction = new Reduction(source, reduceNode)
  const reduced = reduction.reduce(ast)
  if (reduced !== null) {
    checkCondition(ast, reduced, reduction)
    checkSize(ast, reduced.tree, reduction)
  }
  const { problems } = reduction
  const refused = reduced === null || problems.some(({ severity }) => severity === 'error')
  return refused ? { problems } : { tree: reduced.tree, problems }
}

function reduceNode(node: AstNode, reduction: Reduction): Reduced | null {
  if (node.predicate !== undefined || node.keepArray === true)
    return reduction.refuse(node, REFUSED_PREDICATE)
  if (node.group !== undefined) return reduction.refuse(node, refusedNode({ type: 'object' }))
  switch (node.type) {
    case 'path':
      return reducePath(node, reduction)
    case 'string':
    case 'number':
    case 'value':
      return reduceLiteral(node, reduction)
    case 'unary':
      return node.value === '[' ? reduceList(node, reduction) : reduction.refuse(node, refusedNode(node))
    case 'block':
      return reduceBlock(node, reduction)
    case 'function':
      return reduceCall(node, reduction)
    case 'binary':
      return reduceBinary(node, reduction)
    default:
      return reduction.refuseOperator(node, refusedNode(node))
  }
}

function reduceBlock(node: AstNode, reduction: Reduction): Reduced | null {
  const [only, ...more] = node.expressions ?? []
  if (only === undefined) {
    return reduction.refuse(node, {
      code: 'expression-syntax',
      message: 'these parentheses are empty',
      hint: 'put a condition in them, or leave them out',
    })
  }
  return more.length > 0 ? reduction.refuse(node, REFUSED_SEQUENCE) : reduction.reduce(only)
}

function reduceBinary(node: AstNode, reduction: Reduction): Reduced | null {
  switch (node.value) {
    case 'and':
    case 'or':
      return reduceJunction(node, reduction)
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
      return reduceComparison(node, node.value, reduction)
    case '-':
      return reduction.refuseOperator(node, refusedHyphen(node, reduction.source) ?? refusedNode(node))
    default:
      return reduction.refuseOperator(node, refusedNode(node))
  }
}

function checkSize(node: AstNode, tree: Expression, reduction: Reduction): void {
  const hint =
    'a long list of keys belongs in the `include` of a Segment, and a part of a condition in the `if` of one: write $segment("name")'
  const nodes = countNodes(tree)
  if (nodes > MAX_NODES) {
    const message = `the expression has ${nodes} values, attributes and operators; at most ${MAX_NODES} are allowed`
    reduction.refuse(node, { code: 'expression-too-large', message, hint })
  } else if (depthOf(tree) > MAX_DEPTH) {
    const message = `the expression is nested more than ${MAX_DEPTH} deep`
    reduction.refuse(node, { code: 'expression-too-large', message, hint })
  }
}

/** A regular expression is one: its program has a bound of its own. */
function countNodes(tree: Expression): number {
  if (isCompound(tree) && tree[0] === '$matches') return 2 + countNodes(tree[1] as Expression)
  return isCompound(tree) ? tree.slice(1).reduce<number>((sum, part) => sum + countNodes(part), 1) : 1
}

function depthOf(tree: Expression): number {
  return isCompound(tree) ? 1 + Math.max(0, ...tree.slice(1).map((part) => depthOf(part))) : 1
}

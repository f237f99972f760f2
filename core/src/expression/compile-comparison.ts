import { ownValue } from '../own-value.ts'
import { isCompound, isList, isPath } from './expression.ts'
import type { Comparison, Expression, List, Literal } from './expression.ts'
import { readProperty } from './read-json.ts'
import { areEqual, compareStrings } from './json-values.ts'
import type { Operand } from './operand.ts'
import { holds, ORDERINGS, type Ordering } from './orderings.ts'

export function compileComparison(
  [operator, left, right]: Comparison,
  compile: (operand: Expression) => Operand,
): Operand {
  switch (operator) {
    case '=':
      if (!isCompound(right)) return equalToLiteral(left, right, compile)
      return isCompound(left) ? equal(compile(left), compile(right)) : equalToLiteral(right, left, compile)
    case '!=':
      return isCompound(right)
        ? unequal(compile(left), compile(right))
        : unequalToLiteral(compile(left), right)
    case 'in':
      return isList(right) ? inLiterals(compile(left), right) : inOperand(compile(left), compile(right))
    default:
      return ordered(requireOrdering(operator), compile(left), compile(right))
  }
}

function equalToLiteral(tree: Expression, literal: Literal, compile: (tree: Expression) => Operand): Operand {
  if (isPath(tree) && tree.length === 2) {
    const [, name] = tree
    return (context) => readProperty(context, name as string) === literal
  }
  const operand = compile(tree)
  return (context) => operand(context) === literal
}

function equal(left: Operand, right: Operand): Operand {
  return (context) => {
    const a = left(context)
    return a !== undefined && areEqual(a, right(context))
  }
}

function unequalToLiteral(operand: Operand, literal: Literal): Operand {
  return (context) => {
    const value = operand(context)
    return value !== undefined && value !== literal
  }
}

function unequal(left: Operand, right: Operand): Operand {
  return (context) => {
    const a = left(context)
    const b = right(context)
    return a !== undefined && b !== undefined && !areEqual(a, b)
  }
}

function inLiterals(operand: Operand, list: List): Operand {
  const literals = new Set<unknown>(list.slice(1))
  return (context) => literals.has(operand(context))
}

/** JSONata's `in`: membership by identity, and a value that is no list is a list of one. */
function inOperand(item: Operand, list: Operand): Operand {
  return (context) => {
    const value = item(context)
    if (value === undefined) return false
    const held = list(context)
    return Array.isArray(held) ? held.includes(value) : held === value
  }
}

function requireOrdering(operator: string): Ordering {
  const ordering = ownValue(ORDERINGS, operator)
  if (ordering === undefined) throw new TypeError(`${operator} is not part of the expression language`)
  return ordering
}

function ordered(ordering: Ordering, left: Operand, right: Operand): Operand {
  return (context) => {
    const a = left(context)
    const b = right(context)
    if (typeof a === 'number' && typeof b === 'number') return holds(ordering, a - b)
    if (typeof a === 'string' && typeof b === 'string') return holds(ordering, compareStrings(a, b))
    return undefined
  }
}

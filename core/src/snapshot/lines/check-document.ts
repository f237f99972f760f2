import { FULL_SHARE, type Share } from '../../evaluation/flag-type.ts'
import type { Expression } from '../../expression/expression.ts'
import type { AttributePath } from '../../manifest/flag.ts'

/** What JSON.parse gives, so far unknown. Each check throws TypeError, naming `what`. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function checkObject(
  value: unknown,
  what: string,
): asserts value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new TypeError(`${what} is no object`)
}

export function checkList(value: unknown, what: string): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is no list`)
}

export function checkString(value: unknown, what: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${what} is no string`)
}

export function checkOneOf<T extends string>(
  value: unknown,
  allowed: readonly T[],
  what: string,
): asserts value is T {
  if (!(allowed as readonly unknown[]).includes(value)) {
    throw new TypeError(`${what} is none of ${allowed.join(', ')}`)
  }
}

export function checkStrings(value: unknown, what: string): asserts value is readonly string[] {
  checkList(value, what)
  for (const held of value) checkString(held, `an element of ${what}`)
}

export function checkPath(value: unknown, what: string): asserts value is AttributePath {
  checkStrings(value, what)
  if (value.length === 0) throw new TypeError(`${what} is empty`)
}

export function checkShare(value: unknown, what: string): asserts value is Share {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > FULL_SHARE) {
    throw new TypeError(`${what} is no integer from 0 to ${FULL_SHARE}`)
  }
}

/** That it has an expression's shape; which operators there are is the evaluator's business. */
export function checkExpression(value: unknown): asserts value is Expression {
  if (!Array.isArray(value)) {
    if (typeof value === 'object' && value !== null) throw new TypeError('an expression holds an object')
    return
  }
  const [operator, ...operands] = value as readonly unknown[]
  checkString(operator, 'the operator of an expression')
  for (const operand of operands) checkExpression(operand)
}

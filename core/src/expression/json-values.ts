import { descend, newAllowance, readKeys, readProperty, spend, type Allowance } from './read-json.ts'

/** JSONata's `=`: lists by their items in order, objects by their properties in any order. */
export function areEqual(left: unknown, right: unknown): boolean {
  return (
    left === right ||
    (isComposite(left) && isComposite(right) && haveEqualParts(left, right, newAllowance(), 0))
  )
}

/** JSONata's effective boolean value; undefined for what is missing. */
export function toBoolean(value: unknown): boolean | undefined {
  switch (typeof value) {
    case 'boolean':
    case 'string':
    case 'number':
      return Boolean(value)
    case 'object':
      if (Array.isArray(value)) return value.some(toBoolean)
      return value !== null && readKeys(value).length > 0
    default:
      return undefined
  }
}

/** Negative, zero or positive, by code point (not, as JavaScript's `<` does, by UTF-16 code unit). */
export function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i)
    const b = right.charCodeAt(i)
    if (a !== b) return inCodePointOrder(a) - inCodePointOrder(b)
  }
  return left.length - right.length
}

/** Surrogates, which begin code points above U+FFFF, sort after all other code units. */
function inCodePointOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function haveEqualParts(left: object, right: object, allowance: Allowance, depth: number): boolean {
  const below = descend(depth)
  spend(allowance, 1)
  const equal = (a: unknown, b: unknown): boolean =>
    a === b || (isComposite(a) && isComposite(b) && haveEqualParts(a, b, allowance, below))
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((item, i) => equal(item, right[i]))
  }
  const names = readKeys(left)
  if (names.length !== readKeys(right).length) return false
  return names.every((name) => {
    const found = readProperty(right, name)
    return found !== undefined && equal(readProperty(left, name), found)
  })
}

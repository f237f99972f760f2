import { ContextFault } from './context-fault.ts'

const MAX_DEPTH = 32
const MAX_VALUES = 100_000

/** How much of a context one reading may still look at, so that cycles and bombs end. */
export interface Allowance {
  values: number
}

export function newAllowance(): Allowance {
  return { values: MAX_VALUES }
}

export function spend(allowance: Allowance, values: number): void {
  allowance.values -= values
  if (allowance.values < 0) throw new ContextFault('the evaluation context is too large or refers to itself')
}

/** Gives the next depth. */
export function descend(depth: number): number {
  if (depth >= MAX_DEPTH) throw new ContextFault('the evaluation context is nested too deeply')
  return depth + 1
}

/**
 * An object's own property as JSON; undefined where there is none. Nothing inherited is read or run. It is not asked
 * whether the property is enumerable, which would take longer than all the rest of reading.
 */
export function readProperty(holder: object, name: string): unknown {
  if (!Object.hasOwn(holder, name)) return undefined
  const value = (holder as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' ? value : readAsJson(value)
}

/**
 * A value as JSON has it: a Date is its ISO string; undefined, functions, symbols, bigints and non-finite numbers
 * are missing, in lists too. Objects stay as they are: their properties are read one by one.
 */
function readAsJson(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : undefined
    case 'object':
      return Array.isArray(value) ? readList(value, newAllowance(), 0) : readObject(value)
    default:
      return undefined
  }
}

/** The names of the properties that are there, of those that can be enumerated. */
export function readKeys(holder: object): string[] {
  return Object.keys(holder).filter((name) => readProperty(holder, name) !== undefined)
}

function readObject(value: object | null): unknown {
  if (!(value instanceof Date)) return value
  return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
}

/** The list itself when all of it is JSON, else a copy that is. */
function readList(list: readonly unknown[], allowance: Allowance, depth: number): readonly unknown[] {
  const below = descend(depth)
  spend(allowance, list.length)
  let copy: unknown[] | undefined
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    const read = Array.isArray(item) ? readList(item, allowance, below) : readAsJson(item)
    if (copy === undefined && (read === undefined || read !== item)) copy = list.slice(0, i)
    if (copy !== undefined && read !== undefined) copy.push(read)
  }
  return copy ?? list
}

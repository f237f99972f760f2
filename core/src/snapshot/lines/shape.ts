import { isJsonObject } from '../../json.ts'

/**
 * What a value that JSON.parse gave has to be: undefined when it is, or else where it is not and what is wrong, as in
 * `.rules[0].name is no string: 1`. `document` is the whole of which the value is a part. Nothing is put together for
 * a value that is right, since every document is looked at when it is first used.
 */
export type Shape = (value: unknown, document: unknown) => string | undefined

/** Throws a TypeError that begins with what the value is called. */
export function requireShape(shape: Shape, value: unknown, name: string): void {
  const mismatch = shape(value, value)
  if (mismatch !== undefined) throw new TypeError(name + mismatch)
}

type Holder = Readonly<Record<string, unknown>>

/** What is said of a name that means something to later versions. */
export const NEWER = ' is unknown here: a newer SDK is needed'

/** How much is shown of a wrong value's JSON, in UTF-16 code units. */
const MOST_SHOWN = 60

export const text = is('string', (value) => typeof value === 'string')
const object = is('object', isJsonObject)
const list = is('list', Array.isArray)

/** Whatever passes the test; `what` names one. */
export function is(what: string, test: (value: unknown, document: unknown) => boolean): Shape {
  return (value, document) => {
    if (test(value, document)) return undefined
    const json = JSON.stringify(value) as string | undefined
    return ` is no ${what}: ${json?.slice(0, MOST_SHOWN) ?? 'it is absent'}`
  }
}

export function integer(least: number, most: number): Shape {
  const isWithin = (value: number) => Number.isInteger(value) && least <= value && value <= most
  return is(`integer from ${least} to ${most}`, (value) => isWithin(value as number))
}

export function oneOf(values: readonly unknown[]): Shape {
  return is(values.join(' or '), (value) => values.includes(value))
}

export function all(...shapes: readonly Shape[]): Shape {
  return (value, document) => {
    for (const shape of shapes) {
      const mismatch = shape(value, document)
      if (mismatch !== undefined) return mismatch
    }
    return undefined
  }
}

export function optional(shape: Shape): Shape {
  return (value, document) => (value === undefined ? undefined : shape(value, document))
}

/** Beside these parts there may be optional ones, whose names begin with `?` and which may be anything. */
export function objectOf(parts: Readonly<Record<string, Shape>>): Shape {
  return all(object, partsOf(parts), (value) => {
    for (const name of Object.keys(value as Holder)) {
      if (name[0] !== '?' && !Object.hasOwn(parts, name)) return within(value, name, NEWER)
    }
    return undefined
  })
}

/** Beside these parts there may be any others. */
export function openObjectOf(parts: Readonly<Record<string, Shape>>): Shape {
  return all(object, partsOf(parts))
}

/** One shape for an object with a part of that name, the other for anything else. */
export function either(name: string, shape: Shape, other: Shape): Shape {
  return (value, document) => (isJsonObject(value) && name in value ? shape : other)(value, document)
}

/** What follows these may be anything. */
export function tupleOf(...parts: readonly Shape[]): Shape {
  return all(list, partsOf(parts))
}

export function mapOf(shape: Shape): Shape {
  return all(object, eachOf(shape))
}

export function listOf(shape: Shape): Shape {
  return all(list, eachOf(shape))
}

function partsOf(parts: Readonly<Record<string, Shape>> | readonly Shape[]): Shape {
  const named = Object.entries<Shape>(parts)
  return (value, document) => {
    for (const [name, shape] of named) {
      const mismatch = shape((value as Holder)[name], document)
      if (mismatch !== undefined) return within(value, name, mismatch)
    }
    return undefined
  }
}

function eachOf(shape: Shape): Shape {
  return (value, document) => {
    for (const name of Object.keys(value as Holder)) {
      const mismatch = shape((value as Holder)[name], document)
      if (mismatch !== undefined) return within(value, name, mismatch)
    }
    return undefined
  }
}

function within(holder: unknown, name: string, mismatch: string): string {
  return (Array.isArray(holder) ? `[${name}]` : `.${name}`) + mismatch
}

/**
 * What a value that JSON.parse gave has to be. Throws a TypeError that says where and what is wrong, as in
 * `flag.rules[0].name is no string: 1`. `document` is the whole of which the value is a part.
 */
export type Shape = (value: unknown, at: string, document: unknown) => void

type Holder = Readonly<Record<string, unknown>>

/** How much is shown of a wrong value's JSON, in UTF-16 code units. */
const MOST_SHOWN = 60

export const text = is('string', (value) => typeof value === 'string')
const object = is('object', isObject)
const list = is('list', Array.isArray)

export function isObject(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whatever passes the test; `what` names one. */
export function is(what: string, test: (value: unknown, document: unknown) => boolean): Shape {
  return (value, at, document) => {
    if (test(value, document)) return
    const json = JSON.stringify(value) as string | undefined
    throw new TypeError(`${at} is no ${what}: ${json?.slice(0, MOST_SHOWN) ?? 'it is absent'}`)
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
  return (value, at, document) => {
    for (const shape of shapes) shape(value, at, document)
  }
}

export function optional(shape: Shape): Shape {
  return (value, at, document) => {
    if (value !== undefined) shape(value, at, document)
  }
}

/** What is not named may be there or not, and be anything. */
export function objectOf(parts: Readonly<Record<string, Shape>>): Shape {
  return all(object, partsOf(parts))
}

/** An object with a part of that name, or else one that has the other shape. */
export function either(name: string, part: Shape, other: Shape): Shape {
  const shape = objectOf({ [name]: part })
  return (value, at, document) => {
    const isThere = isObject(value) && value[name] !== undefined
    ;(isThere ? shape : other)(value, at, document)
  }
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
  return (value, at, document) => {
    for (const [name, shape] of Object.entries<Shape>(parts)) {
      shape((value as Holder)[name], placeOf(value, at, name), document)
    }
  }
}

function eachOf(shape: Shape): Shape {
  return (value, at, document) => {
    for (const [name, held] of Object.entries(value as Holder)) {
      shape(held, placeOf(value, at, name), document)
    }
  }
}

function placeOf(holder: unknown, at: string, name: string): string {
  return Array.isArray(holder) ? `${at}[${name}]` : `${at}.${name}`
}

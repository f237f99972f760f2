import { newAllowance, readProperty, spend } from './read-json.ts'
import type { Operand } from './operand.ts'

/**
 * Reads a path of the evaluation context as JSONata does: a list on the way is mapped over and flattened, and a
 * mapping that gives one value is that value.
 */
export function readAttribute(path: readonly string[]): Operand {
  const [first, ...rest] = path
  if (first === undefined) throw new TypeError('a path names at least one attribute')
  if (rest.length === 0) return (context) => readProperty(context, first)
  return (context) => {
    let value = readProperty(context, first)
    for (let i = 0; i < rest.length; i++) {
      if (typeof value !== 'object' || value === null) return undefined
      if (Array.isArray(value)) return mapOver(value, rest.slice(i))
      value = readProperty(value, rest[i] as string)
    }
    return value
  }
}

function mapOver(list: readonly unknown[], names: readonly string[]): unknown {
  const allowance = newAllowance()
  let input = list
  for (const [i, name] of names.entries()) {
    const found = input.map((item) => unwrap(find(item, name))).filter((value) => value !== undefined)
    const [only] = found
    if (i === names.length - 1 && found.length === 1 && Array.isArray(only)) return only
    input = found.flat()
    spend(allowance, input.length)
  }
  return unwrap({ many: input })
}

/** What a name finds in an item: one value, or as many as a list within the list holds. */
type Found = { readonly one: unknown } | { readonly many: readonly unknown[] }

function find(item: unknown, name: string): Found {
  if (Array.isArray(item)) return { many: item.flatMap((inner) => contents(find(inner, name))) }
  const isObject = typeof item === 'object' && item !== null
  return { one: isObject ? readProperty(item, name) : undefined }
}

function contents(found: Found): readonly unknown[] {
  if ('many' in found) return found.many
  if (Array.isArray(found.one)) return found.one
  return found.one === undefined ? [] : [found.one]
}

function unwrap(found: Found): unknown {
  if ('one' in found) return found.one
  return found.many.length > 1 ? found.many : found.many[0]
}

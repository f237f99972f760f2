import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { isJsonObject } from '@evenkeel/core/json'
import type { Member, TypeNode } from './type-node.ts'
import { UNKNOWN, named, union } from './type-node.ts'

/** The one type that all of `values` have: objects are merged, with what only some of them hold optional. */
export function typeOfValues(values: readonly JsonValue[]): TypeNode {
  const lists = values.filter(isList)
  const objects = values.filter(isJsonObject)
  const scalars = values.filter((value) => !isList(value) && !isJsonObject(value))
  return union([
    ...scalars.map((value) => named(value === null ? 'null' : typeof value)),
    ...(lists.length > 0 ? [typeOfLists(lists)] : []),
    ...(objects.length > 0 ? [typeOfObjects(objects)] : []),
  ])
}

function typeOfLists(lists: readonly (readonly JsonValue[])[]): TypeNode {
  const items = lists.flat()
  return { kind: 'list', of: items.length === 0 ? UNKNOWN : typeOfValues(items) }
}

function typeOfObjects(objects: readonly JsonObject[]): TypeNode {
  const names = [...new Set(objects.flatMap(Object.keys))].sort()
  const members = names.map((name): Member => {
    const held = objects.filter((object) => Object.hasOwn(object, name))
    const values = held.map((object) => object[name] as JsonValue)
    return { name, type: typeOfValues(values), optional: held.length < objects.length, notes: [] }
  })
  return { kind: 'object', members }
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

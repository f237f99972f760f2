import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { isJsonObject } from '@evenkeel/core/json'
import type { Member, TypeNode } from './type-node.ts'
import { ANY_OBJECT, UNKNOWN, intersection, literal, named, union } from './type-node.ts'
import { typeOfValues } from './type-of-values.ts'

/** References nested deeper than this are not followed: a schema may refer to itself. */
const MAX_REFERENCES = 8

/**
 * What a JSON Schema (draft 2020-12 or draft-07) says of a value, as a type: `type`, `enum`, `const`, `properties`,
 * `required`, `additionalProperties`, `items`, `allOf`, `anyOf`, `oneOf` and `$ref` inside of the schema. What a type
 * cannot say is left out, so that every value which satisfies the schema has the type.
 */
export function typeOfSchema(schema: JsonValue): TypeNode {
  return translate(schema, { root: schema, references: 0 })
}

interface Translation {
  readonly root: JsonValue
  readonly references: number
}

function translate(schema: JsonValue | undefined, within: Translation): TypeNode {
  if (schema === false) return named('never')
  if (!isJsonObject(schema)) return UNKNOWN
  const each = (keyword: string) => listIn(schema, keyword).map((part) => translate(part, within))
  return intersection([
    ownType(schema, within),
    ...each('allOf'),
    ...(Array.isArray(schema['anyOf']) ? [union(each('anyOf'))] : []),
    ...(Array.isArray(schema['oneOf']) ? [union(each('oneOf'))] : []),
    followReference(schema['$ref'], within),
  ])
}

function ownType(schema: JsonObject, within: Translation): TypeNode {
  const { const: constant, type } = schema
  if (constant !== undefined) return typeOfConstants([constant])
  if (Array.isArray(schema['enum'])) return typeOfConstants(listIn(schema, 'enum'))
  if (Array.isArray(type)) return union(type.map((one: JsonValue) => typeNamed(one, schema, within)))
  if (type === undefined && isJsonObject(schema['properties'])) return typeNamed('object', schema, within)
  return typeNamed(type, schema, within)
}

function typeNamed(type: JsonValue | undefined, schema: JsonObject, within: Translation): TypeNode {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return named(type)
    case 'integer':
      return named('number')
    case 'array':
      return { kind: 'list', of: typeOfItems(schema, within) }
    case 'object':
      return typeOfObject(schema, within)
    default:
      return UNKNOWN
  }
}

/** Where the first items have schemas of their own, nothing is said of any. */
function typeOfItems({ items, prefixItems }: JsonObject, within: Translation): TypeNode {
  return prefixItems === undefined ? translate(items, within) : UNKNOWN
}

function typeOfObject(schema: JsonObject, within: Translation): TypeNode {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const required = listIn(schema, 'required').filter((name) => typeof name === 'string')
  const names = [...new Set([...Object.keys(properties), ...required])].sort()
  if (names.length === 0) return typeOfRecord(schema, within)
  const members = names.map((name): Member => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    return {
      name,
      type: translate(property, within),
      optional: !required.includes(name),
      notes: notesOf(property),
    }
  })
  return { kind: 'object', members }
}

function typeOfRecord(
  { additionalProperties, patternProperties }: JsonObject,
  within: Translation,
): TypeNode {
  if (patternProperties !== undefined || !isJsonObject(additionalProperties)) return ANY_OBJECT
  return { kind: 'record', of: translate(additionalProperties, within) }
}

/** What a schema says of itself, for people. */
function notesOf(schema: JsonValue | undefined): readonly string[] {
  if (!isJsonObject(schema)) return []
  const { description, deprecated } = schema
  return [
    ...(typeof description === 'string' ? [description] : []),
    ...(deprecated === true ? ['@deprecated'] : []),
  ]
}

function typeOfConstants(values: readonly JsonValue[]): TypeNode {
  return union(
    values.map((value) =>
      typeof value === 'object' && value !== null ? typeOfValues([value]) : literal(value),
    ),
  )
}

function followReference(reference: JsonValue | undefined, { root, references }: Translation): TypeNode {
  if (typeof reference !== 'string' || references >= MAX_REFERENCES) return UNKNOWN
  if (reference !== '#' && !reference.startsWith('#/')) return UNKNOWN
  let target: JsonValue | undefined = root
  for (const part of reference.split('/').slice(1)) {
    const key = decodePointer(part)
    target = isContainer(target) && Object.hasOwn(target, key) ? target[key] : undefined
  }
  return translate(target, { root, references: references + 1 })
}

/** RFC 6901, in a URI fragment. */
function decodePointer(part: string): string {
  const text = /%(?![0-9A-Fa-f]{2})/.test(part) ? part : decodeURIComponent(part)
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}

function listIn(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const held = schema[keyword]
  return Array.isArray(held) ? (held as readonly JsonValue[]) : []
}

/** Lists too: a pointer may go through one. */
const isContainer = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null

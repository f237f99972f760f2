import type { JsonValue } from '../json.ts'

/** A copy that cannot be changed, at any depth; a scalar is itself. */
export function freezeJson(value: JsonValue): JsonValue {
  if (typeof value !== 'object') return value
  return JSON.parse(JSON.stringify(value), (_key, held: unknown) => Object.freeze(held)) as JsonValue
}

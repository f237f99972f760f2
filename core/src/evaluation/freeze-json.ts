import type { JsonValue } from '../json.ts'

/** A copy that cannot be changed, at any depth; a scalar is itself. */
export function freezeJson(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map((item: JsonValue) => freezeJson(item)))
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, held]) => [key, freezeJson(held)])),
  )
}

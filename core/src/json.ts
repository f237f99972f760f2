/** A value that JSON can hold. Objects have string keys in no meaningful order. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/**
 * JSON with every object's keys sorted by UTF-16 code unit and no white space (the shape of RFC 8785), so that
 * equal values are equal bytes.
 */
export function writeCanonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, held: unknown) => (isObject(held) ? sortKeys(held) : held))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sortKeys(object: Record<string, unknown>): Record<string, unknown> {
  const sorted: [string, unknown][] = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted)
}

/** A value that JSON can hold. Objects have string keys in no meaningful order. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * JSON with every object's keys sorted by UTF-16 code unit and no white space (the shape of RFC 8785), so that
 * equal values are equal bytes.
 */
export function writeCanonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return Array.isArray(value) ? writeList(value as readonly JsonValue[]) : writeObject(value as JsonObject)
}

function writeList(list: readonly JsonValue[]): string {
  let elements = ''
  for (const held of list) elements += `,${writeCanonicalJson(held)}`
  return `[${elements.slice(1)}]`
}

function writeObject(object: JsonObject): string {
  let members = ''
  for (const key of Object.keys(object).sort()) {
    const held = object[key]
    if (held !== undefined) members += `,${JSON.stringify(key)}:${writeCanonicalJson(held)}`
  }
  return `{${members.slice(1)}}`
}

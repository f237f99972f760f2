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
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(writeCanonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) return writeObject(value as JsonObject)
  return JSON.stringify(value)
}

function writeObject(object: JsonObject): string {
  const members: string[] = []
  for (const key of Object.keys(object).sort()) {
    const held = object[key]
    if (held !== undefined) members.push(`${JSON.stringify(key)}:${writeCanonicalJson(held)}`)
  }
  return `{${members.join(',')}}`
}

import type { JsonObject, JsonValue } from '../../json.ts'
import { isJsonObject, writeCanonicalJson } from '../../json.ts'
import { ownValue } from '../../own-value.ts'

/** `from` is absent where something was added, `to` where it was removed. */
export interface ValueChange {
  readonly path: string
  readonly from?: JsonValue
  readonly to?: JsonValue
}

/** What differs, as far down as both are objects; lists are compared as a whole. */
export function valueChanges(
  path: string,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
): readonly ValueChange[] {
  if (isJsonObject(from) && isJsonObject(to)) return memberChanges(`${path}.`, from, to)
  if (from !== undefined && to !== undefined && writeCanonicalJson(from) === writeCanonicalJson(to)) return []
  return [{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }]
}

/** As valueChanges for each member of either, sorted, with `prefix` before its name. */
export function memberChanges(prefix: string, from: JsonObject, to: JsonObject): readonly ValueChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return names.flatMap((name) => {
    const [before, after] = [ownValue(from, name), ownValue(to, name)]
    return before === undefined && after === undefined ? [] : valueChanges(prefix + name, before, after)
  })
}

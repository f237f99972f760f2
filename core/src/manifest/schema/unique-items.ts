import type { KeywordDefinition, SchemaValidateFunction } from 'ajv'
import { writeCanonicalJson, type JsonValue } from '../../json.ts'

const findRepeatedItems: SchemaValidateFunction = (isAsked: boolean, items: readonly JsonValue[]) => {
  const params = isAsked ? lastRepeated(items) : undefined
  findRepeatedItems.errors = params ? [{ keyword: 'uniqueItems', params }] : []
  return params === undefined
}

/** `uniqueItems` in time linear in the items; ajv's own compares each with each. */
export const UNIQUE_ITEMS: KeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  validate: findRepeatedItems,
  errors: true,
}

/** The last item that stands in the list before, at `i`, and where it last does, at `j`. */
function lastRepeated(items: readonly JsonValue[]): { i: number; j: number } | undefined {
  const places = new Map<string, number>()
  let repeated: { i: number; j: number } | undefined
  for (const [i, item] of items.entries()) {
    const written = writeCanonicalJson(item)
    const j = places.get(written)
    if (j !== undefined) repeated = { i, j }
    places.set(written, i)
  }
  return repeated
}

import type { JsonObject, JsonValue } from '../../json.ts'

const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'

const NAME_RULE =
  'letters, digits, ".", "_" and "-", starting with a letter or a digit, at most 128 characters'

/** A name of our own: of a document, a variant or a rule. `what` ends up in editors and in hints. */
export function name(what: string): JsonObject {
  return { type: 'string', pattern: NAME_PATTERN, description: `${what}: ${NAME_RULE}` }
}

/** The title by which a string that names a variant is told from others. */
export const VARIANT_NAME_TITLE = 'Name of a variant'

export const variantName: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  title: VARIANT_NAME_TITLE,
  description: 'The name of one of the variants',
}

export const text = (description: string): JsonObject => ({ type: 'string', description })

export const listOf = (items: JsonObject, description: string): JsonObject => ({
  type: 'array',
  items,
  description,
})

export const oneOf = (values: readonly JsonValue[], description: string): JsonObject => ({
  enum: values,
  description,
})

/** A mapping by names that authors choose. */
export function record(values: JsonValue, names: JsonObject, description: string): JsonObject {
  return { type: 'object', propertyNames: names, additionalProperties: values, description }
}

/** A mapping with fields we know; `x-…` is the author's own. */
export function structure(
  properties: JsonObject,
  options: { readonly required?: readonly string[]; readonly description?: string } = {},
): JsonObject {
  return {
    type: 'object',
    properties,
    patternProperties: { '^x-': true },
    additionalProperties: false,
    ...(options.required && { required: options.required }),
    ...(options.description !== undefined && { description: options.description }),
  }
}

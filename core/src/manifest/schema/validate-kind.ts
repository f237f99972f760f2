import { Ajv, type ValidateFunction } from 'ajv'
import type { JsonObject, JsonValue } from '../../json.ts'
import { explainSchemaErrors } from './explain-schema-errors.ts'
import type { SchemaProblem } from './schema-problem.ts'

let ajv: Ajv | undefined
const compiled = new WeakMap<JsonObject, ValidateFunction>()

/** Checks a document against the schema of its kind, which is compiled when it is first needed. */
export function validateKind(schema: JsonObject, document: JsonValue): SchemaProblem[] {
  const validate = compiled.get(schema) ?? compile(schema)
  return validate(document) ? [] : explainSchemaErrors(validate.errors ?? [], document)
}

function compile(schema: JsonObject): ValidateFunction {
  ajv ??= new Ajv({
    allErrors: true,
    verbose: true,
    ownProperties: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  })
  const validate = ajv.compile(schema)
  compiled.set(schema, validate)
  return validate
}

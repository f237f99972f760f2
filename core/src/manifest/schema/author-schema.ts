import { Ajv, type Options, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonObject, JsonValue } from '../../json.ts'
import type { DocumentPath } from '../issue.ts'
import { explainSchemaErrors } from './explain-schema-errors.ts'
import { findTooLarge } from './find-too-large.ts'
import { listNames, quote } from '../quote.ts'
import type { SchemaProblem } from './schema-problem.ts'
import { UNIQUE_ITEMS } from './unique-items.ts'

/** What a JSON Schema an author wrote says of a value. */
export type CheckValue = (value: JsonValue) => SchemaProblem[]

export type AuthorSchema = { readonly check: CheckValue } | { readonly problems: readonly SchemaProblem[] }

type Dialect = new (options: Options) => Ajv | Ajv2020

const DIALECTS: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['https://json-schema.org/draft/2020-12/schema', Ajv2020],
  ['http://json-schema.org/draft-07/schema', Ajv],
])
const DEFAULT_DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** `format` is an annotation, as in draft 2020-12; keywords that are not known are ignored. */
const OPTIONS: Options = {
  strict: false,
  validateFormats: false,
  logger: false,
  allErrors: true,
  verbose: true,
  ownProperties: true,
  code: { optimize: false },
}

const metaSchemas = new Map<string, Ajv | Ajv2020>()

/**
 * Compiles a JSON Schema (draft 2020-12, or draft-07 where `$schema` says so). It stands alone: nothing outside of it
 * is referred to, and it is compiled by an ajv of its own, so that nothing of it stays behind. Its patterns and
 * references run as they are, within what `findTooLarge` allows: who runs them bounds their time.
 */
export function compileAuthorSchema(schema: JsonObject): AuthorSchema {
  const dialect = dialectOf(schema)
  const Dialect = DIALECTS.get(dialect)
  if (!Dialect) return { problems: [unknownDialect(dialect)] }
  const tooLarge = findTooLarge(schema)
  if (tooLarge) return { problems: [tooLarge] }
  const meta = metaSchemas.get(dialect) ?? ajvOf(Dialect, OPTIONS)
  metaSchemas.set(dialect, meta)
  const isValid = meta.validateSchema(schema) === true
  const invalid = isValid ? [] : explainSchemaErrors(meta.errors ?? [], schema, 'the schema')
  const problems = [...invalid, ...findRefused(schema, [])]
  if (problems.length > 0) return { problems }
  try {
    const validate = ajvOf(Dialect, { ...OPTIONS, meta: false, validateSchema: false }).compile(schema)
    return { check: (value) => check(validate, value) }
  } catch (error) {
    return { problems: [error instanceof RangeError ? tooInvolved() : unusable(error)] }
  }
}

function ajvOf(Dialect: Dialect, options: Options): Ajv | Ajv2020 {
  const ajv = new Dialect(options)
  ajv.removeKeyword('uniqueItems').addKeyword(UNIQUE_ITEMS)
  return ajv
}

function check(validate: ValidateFunction, value: JsonValue): SchemaProblem[] {
  try {
    return validate(value) ? [] : explainSchemaErrors(validate.errors ?? [], value, 'the value')
  } catch (error) {
    if (!(error instanceof RangeError)) return [unusable(error)]
    return [{ code: 'broken-schema', message: 'the schema refers to itself without end', path: [] }]
  }
}

function unusable(error: unknown): SchemaProblem {
  return { code: 'broken-schema', message: `the schema cannot be used: ${messageOf(error)}`, path: [] }
}

function tooInvolved(): SchemaProblem {
  return {
    code: 'schema-too-large',
    message: 'the parts of the schema refer to one another, or are inside one another, too often in a row',
    hint: 'shorten the longest chain of references, or the longest `allOf`',
    path: [],
  }
}

function dialectOf({ $schema = DEFAULT_DIALECT }: JsonObject): string {
  return (typeof $schema === 'string' ? $schema : JSON.stringify($schema)).replace(/#$/, '')
}

function unknownDialect(dialect: string): SchemaProblem {
  return {
    code: 'unknown-value',
    message: `the schema is written in ${quote(dialect)}, which is not one of ${listNames([...DIALECTS.keys()], 'or')}`,
    hint: 'leave `$schema` out for draft 2020-12',
    path: ['$schema'],
  }
}

/** Keywords that reach outside of the schema or change how it is run, and patterns that do not compile. */
function* findRefused(value: JsonValue, path: DocumentPath): Generator<SchemaProblem> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, held] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    if (typeof held === 'string') yield* refuseKeyword(key, held, here)
    if (key === '$async') {
      yield { code: 'broken-schema', message: '`$async` is not JSON Schema', hint: 'delete it', path: here }
    }
    if (key === 'patternProperties' && typeof held === 'object' && held !== null) {
      for (const pattern of Object.keys(held)) yield* refusePattern(pattern, [...here, pattern])
    }
    yield* findRefused(held, here)
  }
}

function* refuseKeyword(key: string, value: string, path: DocumentPath): Generator<SchemaProblem> {
  if ((key === '$ref' || key === '$dynamicRef') && !value.startsWith('#')) {
    yield {
      code: 'remote-reference',
      message: `the schema refers to ${quote(value)}, which is outside of it`,
      hint: 'copy what it refers to into `$defs` and write `$ref: "#/$defs/…"`; nothing is ever fetched',
      path,
    }
  }
  if (key === '$id') {
    yield {
      code: 'remote-reference',
      message: 'a schema here stands alone, so it has no `$id`',
      hint: 'delete `$id`, and refer to parts with `$ref: "#/$defs/…"`',
      path,
    }
  }
  if (key === 'pattern') yield* refusePattern(value, path)
}

function* refusePattern(pattern: string, path: DocumentPath): Generator<SchemaProblem> {
  try {
    new RegExp(pattern, 'u')
  } catch (error) {
    yield {
      code: 'broken-schema',
      message: `the pattern is no regular expression: ${messageOf(error)}`,
      path,
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

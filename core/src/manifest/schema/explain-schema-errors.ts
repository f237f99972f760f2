import type { IssueCode } from '../issue-codes/issue-codes.ts'
import type { ErrorObject } from 'ajv'
import type { JsonValue } from '../../json.ts'
import { formatPath, type DocumentPath } from '../issue.ts'
import { findNearestName } from '../../nearest-name.ts'
import { VARIANT_NAME_TITLE } from './schema-fragments.ts'
import { listNames, quote } from '../quote.ts'
import type { SchemaProblem } from './schema-problem.ts'

/** Puts what ajv found (with `allErrors` and `verbose`) into words for an author. `root` is the value it looked at. */
export function explainSchemaErrors(
  errors: readonly ErrorObject[],
  root: JsonValue,
  rootName = 'the document',
): SchemaProblem[] {
  return withoutBranches(errors)
    .slice(0, MOST_EXPLAINED)
    .map((error) => {
      const path = pathOf(error.instancePath, root)
      return explain(error, path, path.length === 0 ? rootName : `\`${formatPath(path)}\``)
    })
}

/** More than are ever listed of one file, so that many tens of thousands take no time. */
const MOST_EXPLAINED = 1000

const SILENT = new Set(['if', 'propertyNames'])

/** Leaves out what only says why one branch of an anyOf or oneOf did not apply. */
function withoutBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = []
  for (const error of errors) {
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      const start = kept.findLastIndex((earlier) => !isBranchOf(earlier, error)) + 1
      const branches = kept.splice(start)
      kept.push(branches.find((branch) => branch.keyword === 'enum') ?? error)
    } else if (!SILENT.has(error.keyword)) kept.push(error)
  }
  return kept
}

function isBranchOf(error: ErrorObject, alternatives: ErrorObject): boolean {
  const { schemaPath, instancePath } = alternatives
  const owner = schemaPath.slice(0, schemaPath.lastIndexOf('/'))
  const isReferred = !error.schemaPath.startsWith(`${owner}/`)
  return (
    error.instancePath.startsWith(instancePath) &&
    (isReferred || error.schemaPath.startsWith(`${schemaPath}/`))
  )
}

function pathOf(pointer: string, root: JsonValue): DocumentPath {
  const path: (string | number)[] = []
  let value: unknown = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(value) ? Number(key) : key)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  }
  return path
}

function explain(error: ErrorObject, path: DocumentPath, subject: string): SchemaProblem {
  if (error.propertyName !== undefined) return explainName(error, error.propertyName, path)
  const explained = EXPLANATIONS[error.keyword]?.(error, subject) ?? {
    code: 'wrong-value',
    message: `${subject} ${error.message ?? `does not satisfy ${error.keyword}`}`,
  }
  const { key, ...problem } = explained
  return key === undefined ? { ...problem, path } : { ...problem, path: [...path, key], atKey: true }
}

function explainName(error: ErrorObject, name: string, path: DocumentPath): SchemaProblem {
  return {
    code: 'malformed-name',
    message: `${name === '' ? 'an empty key' : quote(name)} cannot be a name in \`${formatPath(path)}\``,
    ...hintBy(descriptionOf(error)),
    path: [...path, name],
    atKey: true,
  }
}

interface Explained {
  readonly code: IssueCode
  readonly message: string
  readonly hint?: string
  /** The field inside the value that the problem is with. */
  readonly key?: string
}

const EXPLANATIONS: Readonly<Record<string, (error: ErrorObject, subject: string) => Explained>> = {
  required: (error, subject) => {
    const field = String(error.params['missingProperty'])
    const description = describedBy(propertiesOf(error)[field])
    return {
      code: 'missing-field',
      message: `${subject} has no \`${field}\``,
      hint: description === undefined ? `add \`${field}\`` : `add \`${field}\`: ${description}`,
    }
  },
  additionalProperties: unknownField('additionalProperty'),
  unevaluatedProperties: unknownField('unevaluatedProperty'),
  type: (error, subject) => explainType(error, subject),
  enum: (error, subject) => {
    const values = (error.params['allowedValues'] as unknown[]).map((value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    )
    const nearest = typeof error.data === 'string' ? findNearestName(error.data, values) : undefined
    return {
      code: 'unknown-value',
      message: `${subject} is ${quote(error.data)}, which is not one of ${listNames(values.slice(0, 20), 'or')}`,
      ...(nearest !== undefined && { hint: `did you mean ${quote(nearest)}?` }),
    }
  },
  const: (error, subject) => ({
    code: 'unknown-value',
    message: `${subject} is ${quote(error.data)}, not ${quote(error.params['allowedValue'])}`,
  }),
  pattern: (error, subject) => ({
    code: 'malformed-value',
    message: `${subject} is ${quote(error.data)}, which does not have the form it needs`,
    hint: descriptionOf(error) ?? `it must match ${String(error.params['pattern'])}`,
  }),
  oneOf: (error, subject) => explainAlternatives(error, subject, 'exactly one of'),
  anyOf: (error, subject) => explainAlternatives(error, subject, 'at least one of'),
  minLength: (error, subject) => explainSize(error, subject, 'characters; it needs at least'),
  maxLength: (error, subject) => explainSize(error, subject, 'characters; it may have at most'),
  minItems: (error, subject) => explainSize(error, subject, 'entries; it needs at least'),
  maxItems: (error, subject) => explainSize(error, subject, 'entries; it may have at most'),
  minProperties: (error, subject) => explainSize(error, subject, 'fields; it needs at least'),
  maxProperties: (error, subject) => explainSize(error, subject, 'fields; it may have at most'),
  minimum: (error, subject) => explainRange(error, subject, 'at least'),
  maximum: (error, subject) => explainRange(error, subject, 'at most'),
  exclusiveMinimum: (error, subject) => explainRange(error, subject, 'more than'),
  exclusiveMaximum: (error, subject) => explainRange(error, subject, 'less than'),
  uniqueItems: (error, subject) => ({
    code: 'wrong-value',
    message: `${subject} holds the same entry twice, at ${String(error.params['j'])} and ${String(error.params['i'])}`,
  }),
}

function unknownField(param: string) {
  return (error: ErrorObject, subject: string): Explained => {
    const field = String(error.params[param])
    const known = Object.keys(propertiesOf(error))
    const nearest = findNearestName(field, known)
    const list =
      known.length === 0 ? 'no fields are known here' : `the fields here are ${listNames(known, 'and')}`
    return {
      code: 'unknown-field',
      message: `${subject} has no field ${quote(field)}`,
      hint: nearest === undefined ? list : `did you mean \`${nearest}\`?`,
      key: field,
    }
  }
}

function explainType(error: ErrorObject, subject: string): Explained {
  const expected = [error.params['type'] as string | string[]].flat()
  const isVariant = error.parentSchema?.['title'] === VARIANT_NAME_TITLE
  const names = isVariant ? `${subject} names a variant, and ${quote(error.data)} is` : `${subject} is`
  return {
    code: 'wrong-type',
    message: `${names} ${withArticle(typeOf(error.data))}, not ${expected.map(withArticle).join(' or ')}`,
    ...hintForType(error, expected, isVariant),
  }
}

function hintForType(error: ErrorObject, expected: readonly string[], isVariant: boolean): { hint?: string } {
  if (isVariant && typeof error.data === 'boolean') return { hint: `write ${error.data ? 'on' : 'off'}` }
  if (expected.includes('string') && (typeof error.data === 'number' || typeof error.data === 'boolean')) {
    return { hint: `quote it: "${String(error.data)}"` }
  }
  const truth = typeof error.data === 'string' ? TRUTHS.get(error.data.toLowerCase()) : undefined
  if (expected.includes('boolean') && truth !== undefined) return { hint: `write ${truth}` }
  return hintBy(descriptionOf(error))
}

const TRUTHS: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['no', 'false'],
  ['off', 'false'],
])

/** Alternatives that differ only in the fields they require are said as those fields. */
function explainAlternatives(error: ErrorObject, subject: string, howMany: string): Explained {
  const alternatives = Array.isArray(error.schema) ? (error.schema as { required?: string[] }[]) : []
  const fields = alternatives.flatMap((alternative) => alternative.required ?? [])
  if (fields.length === 0 || fields.length !== alternatives.length) {
    return { code: 'wrong-value', message: `${subject} has none of the forms it may have` }
  }
  const present = fields.filter((field) => Object.hasOwn(error.data as object, field))
  return {
    code: present.length === 0 ? 'missing-field' : 'too-many-fields',
    message: `${subject} needs ${howMany} ${listNames(fields, 'and')}, and has ${present.length === 0 ? 'none' : listNames(present, 'and')}`,
  }
}

function explainSize(error: ErrorObject, subject: string, words: string): Explained {
  const { data } = error
  const size = typeof data === 'string' ? Array.from(data).length : Object.keys(data as object).length
  return {
    code: 'wrong-size',
    message: `${subject} has ${size} ${words} ${String(error.params['limit'])}`,
    ...hintBy(descriptionOf(error)),
  }
}

function explainRange(error: ErrorObject, subject: string, words: string): Explained {
  return {
    code: 'out-of-range',
    message: `${subject} is ${quote(error.data)}, and must be ${words} ${String(error.params['limit'])}`,
    ...hintBy(descriptionOf(error)),
  }
}

function hintBy(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint }
}

function propertiesOf(error: ErrorObject): Record<string, unknown> {
  return (error.parentSchema?.['properties'] ?? {}) as Record<string, unknown>
}

function descriptionOf(error: ErrorObject): string | undefined {
  return describedBy(error.parentSchema)
}

function describedBy(schema: unknown): string | undefined {
  const description = (schema as { description?: unknown } | undefined)?.description
  return typeof description === 'string' ? description : undefined
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  integer: 'a whole number',
  null: 'empty',
}

function withArticle(type: string): string {
  return TYPE_NAMES[type] ?? `a ${type}`
}

import { isJsonObject, type JsonValue } from '../../../json.ts'
import type { FlagType } from '../../../evaluation/flag-type.ts'
import type { Flag } from './flag.ts'
import type { DocumentPath } from '../../issue.ts'
import type { CheckValue } from '../../schema/author-schema.ts'
import { quote } from '../../quote.ts'
import type { FieldsOf } from '../define-kind.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'
import { readSchema } from '../values/read-schema.ts'

/** Reports variants whose values are not of the flag's type, or not what its `schema` says. */
export function checkVariantValues(flag: FieldsOf<Flag>, reader: DocumentReader): void {
  const check = flag.schema && readSchema(flag.schema, ['spec', 'schema'], reader)
  checkAll(flag, flag.variants, { path: ['spec', 'variants'], check, reader })
  for (const [environment, { variants }] of Object.entries(flag.environments)) {
    if (!variants) continue
    const path = ['spec', 'environments', environment, 'variants']
    if (flag.type === 'object') checkAll(flag, variants, { path, check, reader })
    else {
      reader.report({
        code: 'variants-not-replaceable',
        message: `only object flags have other variants in an environment, and this is a ${flag.type} flag`,
        hint: 'name another defaultVariant, or serve another variant in a rule',
        path,
        atKey: true,
      })
    }
  }
}

interface Checking {
  readonly path: DocumentPath
  readonly check: CheckValue | undefined
  readonly reader: DocumentReader
}

function checkAll(
  flag: FieldsOf<Flag>,
  variants: Readonly<Record<string, JsonValue>>,
  checking: Checking,
): void {
  for (const [name, value] of Object.entries(variants)) {
    const path = [...checking.path, name]
    if (hasType(value, flag.type)) {
      for (const problem of checking.check?.(value) ?? []) {
        const message = `variant \`${name}\` does not satisfy the flag's schema: ${problem.message}`
        checking.reader.report({ ...problem, message, path: [...path, ...problem.path] })
      }
    } else {
      checking.reader.report({
        code: 'wrong-type',
        message: `variant \`${name}\` is ${quote(JSON.stringify(value))}, and the values of ${flag.type} flags are ${PLURALS[flag.type]}`,
        ...hintFor(value, flag.type),
        path,
      })
    }
  }
}

const PLURALS: Readonly<Record<FlagType, string>> = {
  boolean: 'true and false',
  string: 'strings',
  number: 'numbers',
  object: 'mappings',
}

function hasType(value: JsonValue, type: FlagType): boolean {
  return type === 'object' ? isJsonObject(value) : typeof value === type
}

function hintFor(value: JsonValue, type: FlagType): { hint?: string } {
  if (type === 'string' && value !== null && typeof value !== 'object')
    return { hint: `quote it: "${String(value)}"` }
  if (
    typeof value === 'string' &&
    type === 'number' &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  ) {
    return { hint: `write ${value} without quotes` }
  }
  return {}
}

import type { JsonObject, JsonValue } from '../../json.ts'
import { defined } from '../defined.ts'
import { formatPath } from '../issue.ts'
import { mergePatch } from '../merge-patch.ts'
import type { DocumentReader } from '../parsing/document-reader.ts'
import { name, record, structure, text } from '../schema/schema-fragments.ts'
import { defineKind, type FieldsOf, type Metadata } from './define-kind.ts'
import { readSchema } from './values/read-schema.ts'

/** Runtime configuration: the value in an environment is `value` with that environment's RFC 7386 merge patch. */
export interface Config {
  readonly kind: 'Config'
  readonly metadata: Metadata
  readonly description?: string
  /** The name of a Team. */
  readonly owner?: string
  /** JSON Schema of the merged value. */
  readonly schema: JsonObject
  readonly value: JsonValue
  /** Merge patches by environment name. */
  readonly environments: Readonly<Record<string, JsonValue>>
}

interface WrittenConfig extends Omit<FieldsOf<Config>, 'environments'> {
  readonly environments?: Config['environments']
}

export const configKind = defineKind<Config>({
  kind: 'Config',
  description: 'Runtime configuration',
  spec: structure(
    {
      description: text('What it configures'),
      owner: name('The name of a Team'),
      schema: { type: 'object', description: 'JSON Schema of the merged value' },
      value: { description: 'The value where an environment says nothing else' },
      environments: record(
        true,
        name('The name of an Environment'),
        'Merge patches (RFC 7386) by environment',
      ),
    },
    { required: ['schema', 'value'] },
  ),
  read: ({ description, owner, schema, value, environments = {} }: WrittenConfig, reader) => {
    const config = { ...defined({ description, owner }), schema, value, environments }
    checkValues(config, reader)
    return config
  },
})

/** Reports values that are not what the schema says: the base's, and in each environment what the base does not explain. */
function checkValues(config: FieldsOf<Config>, reader: DocumentReader): void {
  const check = readSchema(config.schema, ['spec', 'schema'], reader)
  if (!check) return
  const known = new Set<string>()
  for (const problem of check(config.value)) {
    known.add(`${formatPath(problem.path)} ${problem.message}`)
    const message = `the value does not satisfy the config's schema: ${problem.message}`
    reader.report({ ...problem, message, path: ['spec', 'value', ...problem.path] })
  }
  for (const [environment, patch] of Object.entries(config.environments)) {
    for (const problem of check(mergePatch(config.value, patch))) {
      if (known.has(`${formatPath(problem.path)} ${problem.message}`)) continue
      const message = `the value merged for ${environment} does not satisfy the config's schema: ${problem.message}`
      reader.report({ ...problem, message, path: ['spec', 'environments', environment, ...problem.path] })
    }
  }
}

import type { JsonObject, JsonValue } from '../../json.ts'
import type { Config } from '../kinds/config.ts'
import { mergePatch } from '../merge-patch.ts'
import { formatPath } from '../issue.ts'
import { readSchema } from './values/read-schema.ts'
import { defined } from './defined.ts'
import type { DocumentReader } from './document-reader.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenConfigSpec {
  readonly description?: string
  readonly owner?: string
  readonly schema: JsonObject
  readonly value: JsonValue
  readonly environments?: Readonly<Record<string, JsonValue>>
}

export function parseConfig({ metadata, spec }: Written<WrittenConfigSpec>, reader: DocumentReader): Config {
  const config: Config = {
    kind: 'Config',
    metadata: parseMetadata(metadata),
    ...defined({ description: spec.description, owner: spec.owner }),
    schema: spec.schema,
    value: spec.value,
    environments: spec.environments ?? {},
  }
  checkValues(config, reader)
  return config
}

/** Reports values that are not what the schema says: the base's, and in each environment what the base does not explain. */
function checkValues(config: Config, reader: DocumentReader): void {
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

import { manifestSchemas } from '@evenkeel/core/manifest'

export interface SchemaFile {
  /** Below the folder of `evenkeel.yaml`. */
  readonly path: string
  readonly text: string
}

/** The published JSON Schema of each kind, as files: `FlagTest` is `schemas/flag-test.json`. */
export function schemaFiles(): readonly SchemaFile[] {
  return Object.entries(manifestSchemas).map(([kind, schema]) => ({
    path: `schemas/${kebabCase(kind)}.json`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }))
}

const kebabCase = (kind: string) => kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()

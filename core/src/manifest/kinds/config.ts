import type { JsonObject, JsonValue } from '../../json.ts'
import type { Metadata } from './metadata.ts'
import { documentSchema, name, record, structure, text } from '../schema/schema-fragments.ts'

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

export const configSchema: JsonObject = documentSchema(
  'Config',
  'Runtime configuration',
  structure(
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
)

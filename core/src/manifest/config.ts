import type { JsonObject, JsonValue } from '../json.ts'
import type { Metadata } from './metadata.ts'

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

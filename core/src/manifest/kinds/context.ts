import type { JsonObject } from '../../json.ts'
import { MAX_ATTRIBUTE_PATH } from './flag.ts'
import type { Metadata } from './metadata.ts'
import { documentSchema, oneOf, record, structure, text } from '../schema/schema-fragments.ts'

const ATTRIBUTE_TYPES = ['string', 'number', 'boolean', 'instant', 'semver', 'ip'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

export interface Attribute {
  readonly type: AttributeType
  /** The attribute holds a list of `type`. */
  readonly list: boolean
  readonly description?: string
  /** Never in a log, an event or telemetry. */
  readonly private: boolean
}

/** The attributes services send; strict once it is present. At most one a repository. */
export interface ContextManifest {
  readonly kind: 'Context'
  readonly metadata: Metadata
  /** By attribute path, joined with dots: `address.country`. */
  readonly attributes: Readonly<Record<string, Attribute>>
}

const attribute = structure(
  {
    type: oneOf(ATTRIBUTE_TYPES, `one of ${ATTRIBUTE_TYPES.join(', ')}`),
    list: { type: 'boolean', description: 'The attribute holds a list of `type`; default false' },
    description: text('What the attribute says'),
    private: { type: 'boolean', description: 'Kept out of logs, events and telemetry; default false' },
  },
  { required: ['type'] },
)

export const contextSchema: JsonObject = documentSchema(
  'Context',
  'The attributes services send; what is not listed here cannot be used',
  structure(
    {
      attributes: record(
        attribute,
        { type: 'string', minLength: 1, maxLength: MAX_ATTRIBUTE_PATH },
        'By attribute path, such as address.country',
      ),
    },
    { required: ['attributes'] },
  ),
)

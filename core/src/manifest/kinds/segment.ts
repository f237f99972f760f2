import type { JsonObject } from '../../json.ts'
import { attributePath, type AttributePath, type Condition } from './flag.ts'
import type { Metadata } from './metadata.ts'
import { documentSchema, listOf, structure, text } from '../schema/schema-fragments.ts'

/** A subject belongs when (`if` is true OR its key is in `include`) AND its key is not in `exclude`. */
export interface Segment {
  readonly kind: 'Segment'
  readonly metadata: Metadata
  readonly description?: string
  readonly if?: Condition
  /** Where a subject's key is found: `['targetingKey']` when the document does not say. */
  readonly by: AttributePath
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

const keys = (description: string) => listOf({ type: 'string', minLength: 1 }, description)

export const segmentSchema: JsonObject = documentSchema('Segment', 'A named group of subjects', {
  ...structure({
    description: text('Who belongs'),
    if: text('A condition over the evaluation context'),
    by: attributePath("The attribute that holds a subject's key; default targetingKey"),
    include: keys('Keys of subjects that belong whatever `if` says'),
    exclude: keys('Keys of subjects that never belong'),
  }),
  anyOf: [{ required: ['if'] }, { required: ['include'] }],
})

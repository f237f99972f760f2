import type { JsonObject } from '../../json.ts'
import { attributePath, percent, type AttributePath, type Share } from './flag.ts'
import type { Metadata } from './metadata.ts'
import { documentSchema, listOf, name, structure, text } from '../schema/schema-fragments.ts'

/** Divides subjects so that nobody is in two of its slots: rules in different slots never meet. */
export interface ExclusionGroup {
  readonly kind: 'ExclusionGroup'
  readonly metadata: Metadata
  readonly description?: string
  /** Where a subject's key is found: `['targetingKey']` when the document does not say. */
  readonly by: AttributePath
  /** Contiguous from 0 on, in the order in which they are written; who is beyond the last is in none. */
  readonly slots: readonly Slot[]
}

/** The subjects whose bucket is at least `from` and below `until`. */
export interface Slot {
  readonly name: string
  readonly from: Share
  readonly until: Share
}

export const exclusionGroupSchema: JsonObject = documentSchema(
  'ExclusionGroup',
  'Slots for flags that must not meet: a subject is in at most one of them',
  structure(
    {
      description: text('What is kept apart, and why'),
      by: attributePath('The attribute whose value decides the slot; default targetingKey'),
      slots: {
        ...listOf(
          structure(
            {
              name: name('The name of the slot, unique in the group'),
              percent: percent('The share of all subjects that are in the slot, with up to three decimals'),
            },
            { required: ['name', 'percent'] },
          ),
          'Add new slots at the end: a slot whose share changes moves those after it to other subjects',
        ),
        minItems: 1,
      },
    },
    { required: ['slots'] },
  ),
)

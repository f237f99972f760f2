import { FULL_SHARE, type Share } from '../../evaluation/flag-type.ts'
import { defined } from '../defined.ts'
import type { DocumentReader } from '../parsing/document-reader.ts'
import { listOf, name, structure, text } from '../schema/schema-fragments.ts'
import { defineKind, type Metadata } from './define-kind.ts'
import { attributePath, readAttributePath, type AttributePath } from './values/attribute-path.ts'
import { reportRepeated } from './values/report-repeated.ts'
import { formatShare, percent, readShare } from './values/share.ts'

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

interface WrittenExclusionGroup {
  readonly description?: string
  readonly by?: string
  readonly slots: readonly { readonly name: string; readonly percent: number }[]
}

export const exclusionGroupKind = defineKind<ExclusionGroup>({
  kind: 'ExclusionGroup',
  description: 'Slots for flags that must not meet: a subject is in at most one of them',
  spec: structure(
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
  read: ({ description, by, slots }: WrittenExclusionGroup, reader, group) =>
    defined({
      description,
      by: readAttributePath(by, ['spec', 'by'], reader),
      slots: parseSlots(group, slots, reader),
    }),
})

function parseSlots(group: string, written: WrittenExclusionGroup['slots'], reader: DocumentReader): Slot[] {
  const names = written.map(({ name }) => name)
  reportRepeated(
    names,
    (name, index) => ({
      message: `two slots of \`${group}\` are called \`${name}\`, so a rule could not say which one it means`,
      hint: 'give each slot a name of its own',
      path: ['spec', 'slots', index, 'name'],
    }),
    reader,
  )
  let until = 0
  const slots = names.map((name, index) => {
    const from = until
    until += readShare(['spec', 'slots', index, 'percent'], reader) ?? 0
    return { name, from, until }
  })
  reportTooMuch(group, until, reader)
  return slots
}

function reportTooMuch(group: string, total: number, reader: DocumentReader): void {
  if (total <= FULL_SHARE) return
  reader.report({
    code: 'wrong-total',
    message: `the slots of \`${group}\` add up to ${formatShare(total)} %, and there are 100 to share out`,
    hint: `take ${formatShare(total - FULL_SHARE)} away; slots that leave some of the 100 over are fine`,
    path: ['spec', 'slots'],
    atKey: true,
  })
}

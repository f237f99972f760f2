import { defined } from '../defined.ts'
import { listOf, structure, text } from '../schema/schema-fragments.ts'
import { defineKind, type Metadata } from './define-kind.ts'
import { attributePath, readAttributePath, type AttributePath } from './values/attribute-path.ts'
import { parseCondition, type Condition } from './values/condition.ts'

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

interface WrittenSegment {
  readonly description?: string
  readonly if?: string
  readonly by?: string
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

const keys = (description: string) => listOf({ type: 'string', minLength: 1 }, description)

export const segmentKind = defineKind<Segment>({
  kind: 'Segment',
  description: 'A named group of subjects',
  spec: {
    ...structure({
      description: text('Who belongs'),
      if: text('A condition over the evaluation context'),
      by: attributePath("The attribute that holds a subject's key; default targetingKey"),
      include: keys('Keys of subjects that belong whatever `if` says'),
      exclude: keys('Keys of subjects that never belong'),
    }),
    anyOf: [{ required: ['if'] }, { required: ['include'] }],
  },
  read: (spec: WrittenSegment, reader) =>
    defined({
      description: spec.description,
      if: parseCondition(spec.if, ['spec', 'if'], reader),
      by: readAttributePath(spec.by, ['spec', 'by'], reader),
      include: spec.include ?? [],
      exclude: spec.exclude ?? [],
    }),
})

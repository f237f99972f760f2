import { REASONS, type Reason } from '../../evaluation/resolution-details.ts'
import type { JsonObject } from '../../json.ts'
import { defined } from '../defined.ts'
import { listOf, name, oneOf, structure, text, variantName } from '../schema/schema-fragments.ts'
import { defineKind, type Metadata } from './define-kind.ts'
import { instant, readInstant } from './values/instant.ts'

export interface FlagTestCase {
  readonly name?: string
  readonly environment: string
  readonly context: JsonObject
  /** Milliseconds since the epoch; required where a `during` can matter. */
  readonly at?: number
  readonly expect: { readonly variant: string; readonly reason?: Reason }
}

/** Cases that hold of one flag, or the commit is refused. */
export interface FlagTest {
  readonly kind: 'FlagTest'
  readonly metadata: Metadata
  readonly flag: string
  readonly cases: readonly FlagTestCase[]
}

interface WrittenFlagTest {
  readonly flag: string
  readonly cases: readonly (Omit<FlagTestCase, 'at'> & { readonly at?: string })[]
}

const testCase = structure(
  {
    name: text('What the case shows'),
    environment: name('The name of an Environment'),
    context: { type: 'object', description: 'The evaluation context' },
    at: instant('When it is evaluated'),
    expect: structure(
      { variant: variantName, reason: oneOf(REASONS, 'A resolution reason of OpenFeature') },
      { required: ['variant'] },
    ),
  },
  { required: ['environment', 'context', 'expect'] },
)

export const flagTestKind = defineKind<FlagTest>({
  kind: 'FlagTest',
  description: 'Cases that hold of one flag, or the commit is refused',
  spec: structure(
    { flag: name('The key of the flag'), cases: { ...listOf(testCase, 'The cases'), minItems: 1 } },
    { required: ['flag', 'cases'] },
  ),
  read: ({ flag, cases }: WrittenFlagTest, reader) => ({
    flag,
    cases: cases.map(({ name, environment, context, at, expect: { variant, reason } }, index) =>
      defined({
        name,
        environment,
        context,
        at: readInstant(at, ['spec', 'cases', index, 'at'], reader),
        expect: defined({ variant, reason }),
      }),
    ),
  }),
})

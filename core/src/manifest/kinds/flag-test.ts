import { REASONS, type Reason } from '../../evaluation/resolution-details.ts'
import type { JsonObject } from '../../json.ts'
import { instant } from './flag.ts'
import type { Metadata } from './metadata.ts'
import {
  documentSchema,
  listOf,
  name,
  oneOf,
  structure,
  text,
  variantName,
} from '../schema/schema-fragments.ts'

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

export const flagTestSchema: JsonObject = documentSchema(
  'FlagTest',
  'Cases that hold of one flag, or the commit is refused',
  structure(
    { flag: name('The key of the flag'), cases: { ...listOf(testCase, 'The cases'), minItems: 1 } },
    { required: ['flag', 'cases'] },
  ),
)

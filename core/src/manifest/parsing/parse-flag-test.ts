import type { Reason } from '../../evaluation/resolution-details.ts'
import type { JsonObject } from '../../json.ts'
import type { FlagTest, FlagTestCase } from '../kinds/flag-test.ts'
import { defined } from './defined.ts'
import type { DocumentReader } from './document-reader.ts'
import { readInstant } from './values/read-instant.ts'
import { parseMetadata, type Written } from './written-document.ts'

interface WrittenCase {
  readonly name?: string
  readonly environment: string
  readonly context: JsonObject
  readonly at?: string
  readonly expect: { readonly variant: string; readonly reason?: Reason }
}

export interface WrittenFlagTestSpec {
  readonly flag: string
  readonly cases: readonly WrittenCase[]
}

export function parseFlagTest(
  { metadata, spec }: Written<WrittenFlagTestSpec>,
  reader: DocumentReader,
): FlagTest {
  const parseCase = ({ name, environment, context, at, expect }: WrittenCase, index: number): FlagTestCase =>
    defined({
      name,
      environment,
      context,
      at: readInstant(at, ['spec', 'cases', index, 'at'], reader),
      expect: defined({ variant: expect.variant, reason: expect.reason }),
    })
  return {
    kind: 'FlagTest',
    metadata: parseMetadata(metadata),
    flag: spec.flag,
    cases: spec.cases.map(parseCase),
  }
}

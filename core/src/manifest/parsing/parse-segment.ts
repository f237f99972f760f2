import type { Segment } from '../kinds/segment.ts'
import { defined } from './defined.ts'
import type { DocumentReader } from './document-reader.ts'
import { parseCondition } from './values/parse-condition.ts'
import { readAttributePath } from './values/read-attribute-path.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenSegmentSpec {
  readonly description?: string
  readonly if?: string
  readonly by?: string
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

export function parseSegment(
  { metadata, spec }: Written<WrittenSegmentSpec>,
  reader: DocumentReader,
): Segment {
  return defined({
    kind: 'Segment' as const,
    metadata: parseMetadata(metadata),
    description: spec.description,
    if: spec.if === undefined ? undefined : parseCondition(spec.if, ['spec', 'if'], reader),
    by: readAttributePath(spec.by, ['spec', 'by'], reader),
    include: spec.include ?? [],
    exclude: spec.exclude ?? [],
  })
}

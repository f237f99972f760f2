import type { DocumentPath } from '../../issue.ts'
import type { Manifest } from '../../kinds.ts'
import { factsOf } from './condition-facts.ts'
import { conditionsOf } from './conditions-of.ts'
import { oncePer } from './once-per.ts'

export interface SegmentMention {
  readonly name: string
  /** Of the condition that names it. */
  readonly path: DocumentPath
  /** The condition. */
  readonly source: string
}

/** The segments that a manifest's conditions name, each once for each condition. */
export const segmentsNamedIn = oncePer((manifest: Manifest): readonly SegmentMention[] =>
  conditionsOf(manifest).flatMap(({ condition, path }) =>
    Array.from(factsOf(condition).segments, (name) => ({ name, path, source: condition.source })),
  ),
)

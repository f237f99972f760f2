import type { AttributePath, Condition } from './flag.ts'
import type { Metadata } from './metadata.ts'

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

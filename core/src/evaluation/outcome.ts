import type { JsonValue } from '../json.ts'
import { ownValue } from '../own-value.ts'
import { formatRevision } from '../revision.ts'
import { freezeJson } from '../snapshot/lines/freeze-json.ts'
import type { SnapshotFlag, SnapshotRevision } from '../snapshot/snapshot.ts'
import type { FlagMetadata, Reason, ResolutionDetails } from './resolution-details.ts'

/** A result that is the same for every subject it applies to: made once, frozen, and shared between evaluations. */
export interface Outcome {
  readonly details: ResolutionDetails<JsonValue>
  /** The same for a subject that a rule was passed over for, having no key. */
  readonly withoutKey: ResolutionDetails<JsonValue>
}

/** Makes the outcomes of one flag. */
export class Outcomes {
  readonly #flag: SnapshotFlag
  readonly #metadata: FlagMetadata

  constructor(flag: SnapshotFlag, revision: FlagMetadata) {
    this.#flag = flag
    freezeJson(flag.variants)
    this.#metadata = flag.override === undefined ? revision : { ...revision, override: flag.override.id }
  }

  of(variant: string, reason: Reason, metadata: FlagMetadata = {}): Outcome {
    const value = ownValue(this.#flag.variants, variant)
    if (value === undefined) throw new TypeError(`the flag has no variant "${variant}"`)
    const details = (more: FlagMetadata): ResolutionDetails<JsonValue> =>
      Object.freeze({
        value,
        variant,
        reason,
        flagMetadata: Object.freeze({ ...this.#metadata, ...metadata, ...more }),
      })
    return { details: details({}), withoutKey: details({ bucketing: 'NO_KEY' }) }
  }
}

/** What flagMetadata says of a snapshot. */
export function revisionMetadata(
  revision: SnapshotRevision,
): Required<Pick<FlagMetadata, 'revision' | 'commit'>> {
  return Object.freeze({ revision: formatRevision(revision), commit: revision.commit })
}

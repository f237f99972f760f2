import type { ResolutionDetails } from '../evaluation/resolution-details.ts'
import type { JsonValue } from '../json.ts'
import type { FlagTest } from '../manifest/kinds/flag-test.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'

/** One case of a FlagTest, evaluated. */
export interface FlagTestResult {
  readonly document: ManifestDocument<FlagTest>
  /** Which of the document's cases. */
  readonly index: number
  /** What the flag resolves to. */
  readonly details: ResolutionDetails<JsonValue>
  /** Variant, and reason where the case names one, are as expected. */
  readonly passed: boolean
}

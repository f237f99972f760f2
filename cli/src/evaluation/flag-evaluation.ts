import type { ResolutionDetails } from '@evenkeel/core/evaluation'
import type { JsonValue } from '@evenkeel/core/json'

/** What a flag resolves to, and who said so. */
export interface FlagEvaluation extends ResolutionDetails<JsonValue> {
  readonly flagKey: string
  readonly environment: string
  /** A folder or a server. */
  readonly evaluatedBy: string
}

import type { FlagExplanation } from '@evenkeel/core/explain'

/** Why a flag resolves as it does, and who said so. */
export interface Explanation extends FlagExplanation {
  /** A folder or a server. */
  readonly explainedBy: string
}

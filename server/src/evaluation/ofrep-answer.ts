import type { ErrorCode, FlagMetadata, Reason, ResolutionDetails } from '@evenkeel/core/evaluation'
import type { JsonValue } from '@evenkeel/core/json'
import type { OfrepFault } from './parse-ofrep-request.ts'

/** OFREP's `evaluationSuccess`; without metadata for a page. */
export interface OfrepEvaluation {
  readonly key: string
  readonly value: JsonValue
  readonly reason: Reason
  readonly variant?: string
  readonly metadata?: FlagMetadata
}

/** OFREP's `evaluationFailure` and `flagNotFound`. */
export interface OfrepFailure {
  readonly key: string
  readonly errorCode: ErrorCode
  readonly errorDetails: string
}

/** OFREP's `bulkEvaluationSuccess`. */
interface OfrepBulk {
  readonly flags: readonly (OfrepEvaluation | OfrepFailure)[]
}

export type OfrepAsker = 'service' | 'page'

export interface OfrepAnswer {
  readonly status: 200 | 304 | 400 | 404 | 500
  readonly etag?: string
  /** Absent with 304. */
  readonly body?: OfrepEvaluation | OfrepFailure | OfrepFault | OfrepBulk
}

/**
 * Everyone can read what a page was told, so `asker` is told by what rule, at which commit and after which override only
 * when it is a service.
 */
export function toOfrep(
  key: string,
  details: ResolutionDetails<JsonValue>,
  asker: OfrepAsker,
): OfrepEvaluation | OfrepFailure {
  const { value, variant, reason, errorCode, errorMessage, flagMetadata } = details
  if (errorCode !== undefined) return { key, errorCode, errorDetails: errorMessage ?? errorCode }
  return {
    key,
    value,
    reason,
    ...(variant !== undefined && { variant }),
    ...(asker === 'service' && { metadata: flagMetadata }),
  }
}

export function statusOf(evaluated: OfrepEvaluation | OfrepFailure): OfrepAnswer['status'] {
  if (!('errorCode' in evaluated)) return 200
  return evaluated.errorCode === 'FLAG_NOT_FOUND' ? 404 : 500
}

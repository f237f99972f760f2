import type { Reason } from '@evenkeel/core/evaluation'

/** Injection token of OfrepMetrics. */
export const OFREP_METRICS = Symbol('OfrepMetrics')

/** What remote evaluation counts. */
export interface OfrepMetrics {
  /** So many flags were evaluated with this reason in one request. */
  evaluated(environment: string, reason: Reason, count: number): void
}

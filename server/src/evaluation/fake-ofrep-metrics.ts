import type { Reason } from '@evenkeel/core/evaluation'
import type { OfrepMetrics } from './ofrep-metrics.ts'

/** Keeps what was counted, by reason. */
export class FakeOfrepMetrics implements OfrepMetrics {
  readonly byReason = new Map<Reason, number>()

  evaluated(_environment: string, reason: Reason, count: number): void {
    this.byReason.set(reason, (this.byReason.get(reason) ?? 0) + count)
  }
}

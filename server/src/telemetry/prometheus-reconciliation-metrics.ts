import { METRIC } from '@evenkeel/core/telemetry'
import { Counter, Gauge, Histogram } from 'prom-client'
import type { ReconciliationMetrics } from '../reconciliation/sync/reconciliation-metrics.ts'
import type { SyncOutcome } from '../reconciliation/sync/sync-attempt-store.ts'
import { SYNC_OUTCOMES } from '../reconciliation/sync/sync-attempt-store.ts'
import type { MetricsRegistry } from './metrics-registry.ts'

const DURATION_BUCKETS_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export class PrometheusReconciliationMetrics implements ReconciliationMetrics {
  private readonly attempts: Counter
  private readonly duration: Histogram
  private readonly lastSuccess: Gauge
  private readonly holds: Gauge
  private readonly desired: Gauge
  private readonly served: Gauge

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry]
    this.attempts = new Counter({
      name: METRIC.syncAttempts,
      help: 'Syncs by outcome',
      labelNames: ['outcome'],
      registers,
    })
    // A rate needs its zero: an outcome's first time would otherwise not be seen.
    for (const outcome of SYNC_OUTCOMES) this.attempts.inc({ outcome }, 0)
    this.duration = new Histogram({
      name: METRIC.syncDuration,
      help: 'How long a sync took',
      buckets: DURATION_BUCKETS_SECONDS,
      registers,
    })
    this.lastSuccess = new Gauge({
      name: METRIC.syncLastSuccess,
      help: 'When the newest commit was last known to be the one published',
      registers,
    })
    this.holds = new Gauge({
      name: METRIC.syncHolds,
      help: 'What is held until an operator accepts it or a newer commit comes',
      registers,
    })
    this.desired = new Gauge({
      name: METRIC.desiredCommit,
      help: 'Always 1; its label is the newest commit seen',
      labelNames: ['commit'],
      registers,
    })
    this.served = new Gauge({
      name: METRIC.servedCommit,
      help: 'Always 1; its labels are an environment and the commit it is served from',
      labelNames: ['environment', 'commit'],
      registers,
    })
  }

  syncFinished(outcome: SyncOutcome, durationMs: number): void {
    this.attempts.inc({ outcome })
    this.duration.observe(durationMs / 1000)
  }

  succeeded(atMs: number): void {
    this.lastSuccess.set(atMs / 1000)
  }

  held(count: number): void {
    this.holds.set(count)
  }

  commits(desired: string | undefined, served: ReadonlyMap<string, string>): void {
    this.desired.reset()
    this.served.reset()
    if (desired !== undefined) this.desired.set({ commit: desired }, 1)
    for (const [environment, commit] of served) this.served.set({ environment, commit }, 1)
  }
}

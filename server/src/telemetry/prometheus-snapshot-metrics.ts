import { METRIC } from '@evenkeel/core/telemetry'
import { Counter, Gauge } from 'prom-client'
import type { SnapshotMetrics } from '../snapshots/snapshot-metrics.ts'
import type { StoredSnapshot } from '../snapshots/store/snapshot-store.ts'
import type { MetricsRegistry } from './metrics-registry.ts'

export class PrometheusSnapshotMetrics implements SnapshotMetrics {
  private readonly sequence: Gauge
  private readonly epoch: Gauge
  private readonly published: Gauge
  private readonly requests: Counter
  private readonly failures: Counter

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry]
    const labelNames = ['environment']
    this.sequence = new Gauge({
      name: METRIC.servedSequence,
      help: 'Sequence of the revision that is served',
      labelNames,
      registers,
    })
    this.epoch = new Gauge({
      name: METRIC.servedEpoch,
      help: 'Epoch of the revision that is served',
      labelNames,
      registers,
    })
    this.published = new Gauge({
      name: METRIC.servedPublished,
      help: 'When the revision that is served was published',
      labelNames,
      registers,
    })
    this.requests = new Counter({
      name: METRIC.snapshotRequests,
      help: 'Snapshots asked for over HTTP',
      labelNames: ['environment', 'form'],
      registers,
    })
    this.failures = new Counter({
      name: METRIC.lastKnownGoodFailures,
      help: 'Snapshots that could not be kept on disk as the last known good',
      labelNames,
      registers,
    })
  }

  served({ environment, sequence, epoch, publishedAt }: StoredSnapshot): void {
    this.sequence.set({ environment }, sequence)
    this.epoch.set({ environment }, epoch)
    this.published.set({ environment }, publishedAt.getTime() / 1000)
  }

  snapshotRequested(environment: string, form: 'frame' | 'json'): void {
    this.requests.inc({ environment, form })
  }

  lastKnownGoodFailed(environment: string): void {
    this.failures.inc({ environment })
  }
}

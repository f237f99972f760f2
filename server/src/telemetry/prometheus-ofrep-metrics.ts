import type { Reason } from '@evenkeel/core/evaluation'
import { METRIC } from '@evenkeel/core/telemetry'
import { Counter } from 'prom-client'
import type { OfrepMetrics } from '../evaluation/ofrep-metrics.ts'
import type { MetricsRegistry } from './metrics-registry.ts'

export class PrometheusOfrepMetrics implements OfrepMetrics {
  private readonly evaluations: Counter

  constructor({ registry }: MetricsRegistry) {
    this.evaluations = new Counter({
      name: METRIC.ofrepEvaluations,
      help: 'Flags evaluated here, over OFREP',
      labelNames: ['environment', 'reason'],
      registers: [registry],
    })
  }

  evaluated(environment: string, reason: Reason, count: number): void {
    this.evaluations.inc({ environment, reason }, count)
  }
}

import { METRIC } from '@evenkeel/core/telemetry'
import { Gauge } from 'prom-client'
import type { DatabaseMetrics } from '../database/database-metrics.ts'
import type { MetricsRegistry } from './metrics-registry.ts'

export class PrometheusDatabaseMetrics implements DatabaseMetrics {
  private readonly gauge: Gauge

  constructor({ registry }: MetricsRegistry) {
    this.gauge = new Gauge({
      name: METRIC.databaseUp,
      help: 'Whether the database could be used when it was asked last',
      registers: [registry],
    })
  }

  up(isUp: boolean): void {
    this.gauge.set(isUp ? 1 : 0)
  }
}

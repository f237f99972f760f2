import { Global, Module } from '@nestjs/common'
import { DATABASE_METRICS } from '../database/database-metrics.ts'
import { OFREP_METRICS } from '../evaluation/ofrep-metrics.ts'
import { FLEET_METRICS } from '../fleet/fleet-metrics.ts'
import { RECONCILIATION_METRICS } from '../reconciliation/sync/reconciliation-metrics.ts'
import { SNAPSHOT_METRICS } from '../snapshots/snapshot-metrics.ts'
import { STREAMING_METRICS } from '../streaming/streaming-metrics.ts'
import { MetricsRegistry } from './metrics-registry.ts'
import { PrometheusDatabaseMetrics } from './prometheus-database-metrics.ts'
import { PrometheusFleetMetrics } from './prometheus-fleet-metrics.ts'
import { PrometheusOfrepMetrics } from './prometheus-ofrep-metrics.ts'
import { PrometheusReconciliationMetrics } from './prometheus-reconciliation-metrics.ts'
import { PrometheusSnapshotMetrics } from './prometheus-snapshot-metrics.ts'
import { PrometheusStreamingMetrics } from './prometheus-streaming-metrics.ts'

@Global()
@Module({
  providers: [
    MetricsRegistry,
    {
      provide: RECONCILIATION_METRICS,
      useFactory: (registry: MetricsRegistry) => new PrometheusReconciliationMetrics(registry),
      inject: [MetricsRegistry],
    },
    {
      provide: SNAPSHOT_METRICS,
      useFactory: (registry: MetricsRegistry) => new PrometheusSnapshotMetrics(registry),
      inject: [MetricsRegistry],
    },
    {
      provide: STREAMING_METRICS,
      useFactory: (registry: MetricsRegistry) => new PrometheusStreamingMetrics(registry),
      inject: [MetricsRegistry],
    },
    {
      provide: DATABASE_METRICS,
      useFactory: (registry: MetricsRegistry) => new PrometheusDatabaseMetrics(registry),
      inject: [MetricsRegistry],
    },
    {
      provide: FLEET_METRICS,
      useFactory: (registry: MetricsRegistry) => new PrometheusFleetMetrics(registry),
      inject: [MetricsRegistry],
    },
    {
      provide: OFREP_METRICS,
      useFactory: (registry: MetricsRegistry) => new PrometheusOfrepMetrics(registry),
      inject: [MetricsRegistry],
    },
  ],
  exports: [
    MetricsRegistry,
    DATABASE_METRICS,
    FLEET_METRICS,
    OFREP_METRICS,
    RECONCILIATION_METRICS,
    SNAPSHOT_METRICS,
    STREAMING_METRICS,
  ],
})
export class TelemetryModule {}

import { METRIC } from '@evenkeel/core/telemetry'
import { Counter, Gauge } from 'prom-client'
import type { FleetMetrics } from '../fleet/fleet-metrics.ts'
import type { MetricsRegistry } from './metrics-registry.ts'

export class PrometheusFleetMetrics implements FleetMetrics {
  private readonly rejected: Counter
  private readonly refused: Counter
  private readonly ahead: Gauge

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry]
    const labelNames = ['environment']
    this.rejected = new Counter({
      name: METRIC.clientFramesRejected,
      help: 'Reports of clients that they did not take a frame',
      labelNames,
      registers,
    })
    this.refused = new Counter({
      name: METRIC.clientMessagesRefused,
      help: 'Malformed messages and headers of clients that were passed over',
      labelNames,
      registers,
    })
    this.ahead = new Gauge({
      name: METRIC.clientsAhead,
      help: 'Clients that hold a newer revision than is served',
      labelNames,
      registers,
    })
  }

  frameRejected(environment: string): void {
    this.rejected.inc({ environment })
  }

  messageRefused(environment: string): void {
    this.refused.inc({ environment })
  }

  clientsAhead(environment: string, count: number): void {
    this.ahead.set({ environment }, count)
  }
}

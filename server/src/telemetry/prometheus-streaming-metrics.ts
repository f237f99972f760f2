import { METRIC } from '@evenkeel/core/telemetry'
import { Counter, Gauge } from 'prom-client'
import type { StreamingMetrics } from '../streaming/streaming-metrics.ts'
import type { MetricsRegistry } from './metrics-registry.ts'

export class PrometheusStreamingMetrics implements StreamingMetrics {
  private readonly open: Gauge
  private readonly frames: Counter
  private readonly slow: Counter
  private readonly refused: Counter

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry]
    const labelNames = ['environment']
    this.open = new Gauge({
      name: METRIC.streamSubscribers,
      help: 'Streams that are open',
      labelNames,
      registers,
    })
    this.frames = new Counter({
      name: METRIC.streamFramesSent,
      help: 'Frames sent over streams',
      labelNames,
      registers,
    })
    this.slow = new Counter({
      name: METRIC.streamSlowConsumersEnded,
      help: 'Streams ended because they did not acknowledge their frames',
      labelNames,
      registers,
    })
    this.refused = new Counter({
      name: METRIC.streamsRefused,
      help: 'Upgrades that were answered with a problem',
      labelNames: ['code'],
      registers,
    })
  }

  subscribers(environment: string, count: number): void {
    this.open.set({ environment }, count)
  }

  frameSent(environment: string): void {
    this.frames.inc({ environment })
  }

  slowConsumerEnded(environment: string): void {
    this.slow.inc({ environment })
  }

  streamRefused(code: string): void {
    this.refused.inc({ code })
  }
}

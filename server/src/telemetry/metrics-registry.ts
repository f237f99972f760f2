import { Registry, collectDefaultMetrics } from 'prom-client'

/** The metrics of one server: two in a process do not mix. */
export class MetricsRegistry {
  static readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE
  readonly registry = new Registry()

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** In Prometheus' text format. */
  write(): Promise<string> {
    return this.registry.metrics()
  }
}

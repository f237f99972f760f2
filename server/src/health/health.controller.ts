import { Controller, Get, Header, Inject } from '@nestjs/common'
import { Does } from '../access/action-guard.ts'
import { MetricsRegistry } from '../telemetry/metrics-registry.ts'
import { Readiness } from './readiness.ts'

interface Ready {
  readonly status: 'ready'
  readonly environments: readonly string[]
  readonly warnings?: readonly string[]
}

/** For orchestrators and Prometheus; open to everyone who can reach the port. */
@Controller()
@Does('health.read')
export class HealthController {
  private readonly readiness: Readiness
  private readonly metrics: MetricsRegistry

  constructor(@Inject(Readiness) readiness: Readiness, @Inject(MetricsRegistry) metrics: MetricsRegistry) {
    this.readiness = readiness
    this.metrics = metrics
  }

  /** Answers as long as the process can; it says nothing of Git, the database, or what is served. */
  @Get('livez')
  getLive(): { readonly status: 'live' } {
    return { status: 'live' }
  }

  @Get('readyz')
  getReady(): Ready {
    const { warnings } = this.readiness
    const environments = this.readiness.requireReady()
    return { status: 'ready', environments, ...(warnings.length > 0 && { warnings }) }
  }

  @Get('metrics')
  @Does('metrics.read')
  @Header('content-type', MetricsRegistry.contentType)
  getMetrics(): Promise<string> {
    return this.metrics.write()
  }
}

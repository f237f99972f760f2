import { Controller, Get, Header, Inject } from '@nestjs/common'
import { Public } from '../access/requires-token.ts'
import { MetricsRegistry } from '../telemetry/metrics-registry.ts'
import { Readiness } from './readiness.ts'

interface Ready {
  readonly status: 'ready'
  readonly environments: readonly string[]
  readonly warnings?: readonly string[]
}

/** For orchestrators and Prometheus; open to everyone who can reach the port. */
@Controller()
@Public()
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
  @Header('content-type', MetricsRegistry.contentType)
  getMetrics(): Promise<string> {
    return this.metrics.write()
  }
}

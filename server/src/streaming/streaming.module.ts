import type { Server } from 'node:http'
import type { Clock } from '@evenkeel/core/clock'
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common'
import { Inject, Module } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { TokenAuthenticator } from '../access/token-authenticator.ts'
import { TOKEN_AUTHENTICATOR } from '../access/token-authenticator.ts'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import { Fleet } from '../fleet/fleet.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { StreamAdmission } from './stream-admission.ts'
import { MAX_STREAMS, StreamService } from './stream-service.ts'
import { StreamController } from './stream.controller.ts'
import { StreamUpgrade } from './stream-upgrade.ts'
import type { StreamingMetrics } from './streaming-metrics.ts'
import { STREAMING_METRICS } from './streaming-metrics.ts'

/** What a stream keeps time and count with. */
interface Meters {
  readonly clock: Clock
  readonly metrics: StreamingMetrics
}
const METERS = Symbol('Meters')

@Module({
  controllers: [StreamController],
  providers: [
    {
      provide: METERS,
      useFactory: (clock: Clock, metrics: StreamingMetrics): Meters => ({ clock, metrics }),
      inject: [CLOCK, STREAMING_METRICS],
    },
    {
      provide: StreamService,
      useFactory: (served: SnapshotService, meters: Meters, config: ServerConfig) =>
        new StreamService({
          served,
          ...meters,
          tickMs: config.tickMs,
          maxStreams: MAX_STREAMS,
          random: Math.random,
        }),
      inject: [SnapshotService, METERS, SERVER_CONFIG],
    },
    {
      provide: StreamAdmission,
      useFactory: (authenticator: TokenAuthenticator, served: SnapshotService) =>
        new StreamAdmission(authenticator, served),
      inject: [TOKEN_AUTHENTICATOR, SnapshotService],
    },
    {
      provide: StreamUpgrade,
      useFactory: (admission: StreamAdmission, streams: StreamService, fleet: Fleet, meters: Meters) =>
        new StreamUpgrade({ admission, streams, fleet, ...meters }),
      inject: [StreamAdmission, StreamService, Fleet, METERS],
    },
  ],
})
export class StreamingModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly host: HttpAdapterHost
  private readonly streams: StreamService
  private readonly upgrade: StreamUpgrade

  constructor(
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(StreamService) streams: StreamService,
    @Inject(StreamUpgrade) upgrade: StreamUpgrade,
  ) {
    this.host = host
    this.streams = streams
    this.upgrade = upgrade
  }

  onApplicationBootstrap(): void {
    this.upgrade.attach(this.host.httpAdapter.getHttpServer() as Server)
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.streams.close()
  }
}

import type { Clock } from '@evenkeel/core/clock'
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import type { FleetMetrics } from './fleet-metrics.ts'
import { FLEET_METRICS } from './fleet-metrics.ts'
import { Fleet, MAX_INSTANCES } from './fleet.ts'

@Global()
@Module({
  providers: [
    {
      provide: Fleet,
      useFactory: (served: SnapshotService, clock: Clock, metrics: FleetMetrics) =>
        new Fleet({
          clock,
          metrics,
          maxInstances: MAX_INSTANCES,
          heads: () => served.list().map(({ stored }) => stored),
        }),
      inject: [SnapshotService, CLOCK, FLEET_METRICS],
    },
  ],
  exports: [Fleet],
})
export class FleetModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly fleet: Fleet

  constructor(@Inject(Fleet) fleet: Fleet) {
    this.fleet = fleet
  }

  onApplicationBootstrap(): void {
    this.fleet.start()
  }

  beforeApplicationShutdown(): void {
    this.fleet.stop()
  }
}

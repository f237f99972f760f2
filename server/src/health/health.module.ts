import { Module } from '@nestjs/common'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { HealthController } from './health.controller.ts'
import { Lifecycle } from './lifecycle.ts'
import { Readiness } from './readiness.ts'

@Module({
  controllers: [HealthController],
  providers: [
    Lifecycle,
    {
      provide: Readiness,
      useFactory: (lifecycle: Lifecycle, served: SnapshotService) => new Readiness(lifecycle, served),
      inject: [Lifecycle, SnapshotService],
    },
  ],
})
export class HealthModule {}

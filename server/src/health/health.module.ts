import { Module } from '@nestjs/common'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { HealthController } from './health.controller.ts'
import { Database } from '../database/database.ts'
import { Lifecycle } from './lifecycle.ts'
import { Readiness } from './readiness.ts'

@Module({
  controllers: [HealthController],
  providers: [
    Lifecycle,
    {
      provide: Readiness,
      useFactory: (lifecycle: Lifecycle, served: SnapshotService, database: Database) =>
        new Readiness({ lifecycle, served, findDatabaseProblem: () => database.problem }),
      inject: [Lifecycle, SnapshotService, Database],
    },
  ],
})
export class HealthModule {}

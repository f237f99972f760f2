import { join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import { Database } from '../database/database.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import { HeadWatcher } from './head-watcher.ts'
import { FileLastKnownGood } from './last-known-good/file-last-known-good.ts'
import type { LastKnownGood } from './last-known-good/last-known-good.ts'
import { LAST_KNOWN_GOOD } from './last-known-good/last-known-good.ts'
import { PostgresSnapshotStore } from './postgres-snapshot-store.ts'
import { DocumentsController } from './serving/documents.controller.ts'
import { EnvironmentsController } from './serving/environments.controller.ts'
import { SnapshotController } from './serving/snapshot.controller.ts'
import { loadSigningKey } from './signing/load-signing-key.ts'
import type { SigningKey } from './signing/signing-key.ts'
import { SIGNING_KEY } from './signing/signing-key.ts'
import type { SnapshotMetrics } from './snapshot-metrics.ts'
import { SNAPSHOT_METRICS } from './snapshot-metrics.ts'
import { SnapshotService } from './snapshot-service.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { SNAPSHOT_STORE } from './snapshot-store.ts'

/** What a SnapshotService notes things in. */
interface Notes {
  readonly metrics: SnapshotMetrics
  readonly logger: Logger
}
const NOTES = Symbol('Notes')

@Global()
@Module({
  controllers: [EnvironmentsController, SnapshotController, DocumentsController],
  providers: [
    {
      provide: SNAPSHOT_STORE,
      useFactory: (database: Database) => new PostgresSnapshotStore(database),
      inject: [Database],
    },
    {
      provide: SIGNING_KEY,
      useFactory: (config: ServerConfig, logger: Logger) => loadSigningKey(config, logger),
      inject: [SERVER_CONFIG, LOGGER],
    },
    {
      provide: LAST_KNOWN_GOOD,
      useFactory: (config: ServerConfig, logger: Logger) =>
        new FileLastKnownGood(join(config.dataDir, 'last-known-good'), logger),
      inject: [SERVER_CONFIG, LOGGER],
    },
    {
      provide: NOTES,
      useFactory: (metrics: SnapshotMetrics, logger: Logger): Notes => ({ metrics, logger }),
      inject: [SNAPSHOT_METRICS, LOGGER],
    },
    {
      provide: SnapshotService,
      useFactory: (signingKey: SigningKey, lastKnownGood: LastKnownGood, clock: Clock, notes: Notes) =>
        new SnapshotService({ signingKey, lastKnownGood, clock, ...notes }),
      inject: [SIGNING_KEY, LAST_KNOWN_GOOD, CLOCK, NOTES],
    },
    {
      provide: HeadWatcher,
      useFactory: (store: SnapshotStore, installer: SnapshotService, clock: Clock, logger: Logger) =>
        new HeadWatcher({ store, installer, clock, logger }),
      inject: [SNAPSHOT_STORE, SnapshotService, CLOCK, LOGGER],
    },
  ],
  exports: [SNAPSHOT_STORE, SnapshotService],
})
export class SnapshotsModule implements OnModuleInit, BeforeApplicationShutdown {
  private readonly snapshots: SnapshotService
  private readonly heads: HeadWatcher

  private readonly config: ServerConfig

  constructor(
    @Inject(SnapshotService) snapshots: SnapshotService,
    @Inject(HeadWatcher) heads: HeadWatcher,
    @Inject(SERVER_CONFIG) config: ServerConfig,
  ) {
    this.snapshots = snapshots
    this.heads = heads
    this.config = config
  }

  /** Before the first request: what was served last is served again, whatever the database and Git do. */
  async onModuleInit(): Promise<void> {
    await this.snapshots.restore()
    // An embedded database is this process's alone.
    this.heads.start({ hasReplicas: this.config.databaseUrl !== undefined })
  }

  beforeApplicationShutdown(): void {
    this.heads.stop()
  }
}

import type { Clock } from '@evenkeel/core/clock'
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import { Database } from '../database/database.ts'
import { openRepository } from '../git/open-repository.ts'
import type { Repository } from '../git/repository.ts'
import { REPOSITORY } from '../git/repository.ts'
import { nodePlatform } from '../node-platform.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import type { SnapshotStore } from '../snapshots/snapshot-store.ts'
import { SNAPSHOT_STORE } from '../snapshots/snapshot-store.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import { PostgresSyncAttemptStore } from './postgres-sync-attempt-store.ts'
import { ReconciliationLoop } from './reconciliation-loop.ts'
import type { ReconciliationMetrics } from './reconciliation-metrics.ts'
import { RECONCILIATION_METRICS } from './reconciliation-metrics.ts'
import { Reconciler } from './reconciler.ts'
import type { SyncAttemptStore } from './sync-attempt-store.ts'
import { SYNC_ATTEMPT_STORE } from './sync-attempt-store.ts'
import { SyncController } from './sync.controller.ts'
import type { SyncReporting } from './sync-service.ts'
import { SyncService } from './sync-service.ts'
import { WebhookController } from './webhook/webhook.controller.ts'

const REPORTING = Symbol('SyncReporting')

@Global()
@Module({
  controllers: [SyncController, WebhookController],
  providers: [
    {
      provide: REPOSITORY,
      useFactory: (config: ServerConfig, clock: Clock) => openRepository(config, clock),
      inject: [SERVER_CONFIG, CLOCK],
    },
    {
      provide: SYNC_ATTEMPT_STORE,
      useFactory: (database: Database) => new PostgresSyncAttemptStore(database),
      inject: [Database],
    },
    {
      provide: Reconciler,
      useFactory: (repository: Repository, store: SnapshotStore, snapshots: SnapshotService, clock: Clock) =>
        new Reconciler({
          repository,
          store,
          installer: snapshots,
          served: snapshots,
          clock,
          platform: nodePlatform,
        }),
      inject: [REPOSITORY, SNAPSHOT_STORE, SnapshotService, CLOCK],
    },
    {
      provide: REPORTING,
      useFactory: (
        attempts: SyncAttemptStore,
        metrics: ReconciliationMetrics,
        logger: Logger,
      ): SyncReporting => ({ attempts, metrics, logger }),
      inject: [SYNC_ATTEMPT_STORE, RECONCILIATION_METRICS, LOGGER],
    },
    {
      provide: SyncService,
      useFactory: (reconciler: Reconciler, served: SnapshotService, clock: Clock, reporting: SyncReporting) =>
        new SyncService({ reconciler, served, clock, ...reporting }),
      inject: [Reconciler, SnapshotService, CLOCK, REPORTING],
    },
    {
      provide: ReconciliationLoop,
      useFactory: (service: SyncService, clock: Clock, { pollMs }: ServerConfig) =>
        new ReconciliationLoop({
          sync: (trigger) => service.sync(trigger),
          clock,
          pollMs,
          random: Math.random,
        }),
      inject: [SyncService, CLOCK, SERVER_CONFIG],
    },
  ],
  exports: [SyncService],
})
export class ReconciliationModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: ReconciliationLoop
  private readonly repository: Repository

  constructor(
    @Inject(ReconciliationLoop) loop: ReconciliationLoop,
    @Inject(REPOSITORY) repository: Repository,
  ) {
    this.loop = loop
    this.repository = repository
  }

  onApplicationBootstrap(): void {
    this.loop.requestSync('start')
  }

  /** A transfer that is under way is ended, a publication is waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    const stopped = this.loop.stop()
    await this.repository.close()
    await stopped
  }
}

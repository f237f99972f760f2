import type { Clock } from '@evenkeel/core/clock'
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationBootstrap } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import type { Control } from '../control/control.ts'
import { CONTROL } from '../control/control.ts'
import { Database } from '../database/database.ts'
import { Fleet } from '../fleet/fleet.ts'
import type { Preparers } from '../preparation/preparers.ts'
import { PREPARERS } from '../preparation/preparers.ts'
import { Publisher } from '../publication/publisher.ts'
import { bindingOf } from '../reference/binding-of.ts'
import type { ReferenceStore } from '../reference/reference-store.ts'
import { REFERENCE_STORE } from '../reference/reference-store.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import { SNAPSHOT_STORE } from '../snapshots/store/snapshot-store.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import { Acceptance } from './holds/acceptance.ts'
import { CommitWatch } from './sync/commit-watch.ts'
import { HistoryPruning } from './history-pruning.ts'
import { PostgresSyncAttemptStore } from './sync/postgres-sync-attempt-store.ts'
import { ReconciliationLoop } from './reconciliation-loop.ts'
import type { ReconciliationMetrics } from './sync/reconciliation-metrics.ts'
import { RECONCILIATION_METRICS } from './sync/reconciliation-metrics.ts'
import type { ReconcilerOptions } from './reconciler.ts'
import { Reconciler } from './reconciler.ts'
import type { SyncAttemptStore } from './sync/sync-attempt-store.ts'
import { SYNC_ATTEMPT_STORE } from './sync/sync-attempt-store.ts'
import { SyncCommands } from './sync/sync-commands.ts'
import { SyncController } from './sync/sync.controller.ts'
import type { SyncReporting, SyncSurroundings } from './sync/sync-service.ts'
import { SyncService } from './sync/sync-service.ts'
import { WebhookController } from './webhook/webhook.controller.ts'

/** What a Reconciler makes revisions with. */
const MAKING = Symbol('ReconcilerMaking')
type Making = Pick<ReconcilerOptions, 'control' | 'preparer'>
/** What a Reconciler reads and writes through. */
const STORES = Symbol('ReconcilerStores')
type Stores = Pick<ReconcilerOptions, 'publisher' | 'store' | 'reference'>
const REPORTING = Symbol('SyncReporting')
const SURROUNDINGS = Symbol('SyncSurroundings')

@Global()
@Module({
  controllers: [SyncController, WebhookController],
  providers: [
    {
      provide: SYNC_ATTEMPT_STORE,
      useFactory: (database: Database) => new PostgresSyncAttemptStore(database),
      inject: [Database],
    },
    {
      provide: MAKING,
      useFactory: (control: Control, preparers: Preparers): Making => ({
        control,
        preparer: preparers.others,
      }),
      inject: [CONTROL, PREPARERS],
    },
    {
      provide: STORES,
      useFactory: (publisher: Publisher, store: SnapshotStore, reference: ReferenceStore): Stores => ({
        publisher,
        store,
        reference,
      }),
      inject: [Publisher, SNAPSHOT_STORE, REFERENCE_STORE],
    },
    {
      provide: Reconciler,
      useFactory: (making: Making, stores: Stores, config: ServerConfig, logger: Logger) =>
        new Reconciler({
          ...making,
          ...stores,
          binding: bindingOf(config),
          history: config.history,
          massChangePercent: config.massChangePercent,
          logger,
        }),
      inject: [MAKING, STORES, SERVER_CONFIG, LOGGER],
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
      provide: SURROUNDINGS,
      useFactory: (served: SnapshotService, database: Database, fleet: Fleet): SyncSurroundings => ({
        served,
        findDatabaseProblem: () => database.problem,
        findClientsAhead: () =>
          served
            .list()
            .map(({ stored }) => ({
              environment: stored.environment,
              ...fleet.clientsAhead(stored.environment, stored),
            }))
            .filter(({ count }) => count > 0),
      }),
      inject: [SnapshotService, Database, Fleet],
    },
    {
      provide: SyncService,
      useFactory: (
        reconciler: Reconciler,
        surroundings: SyncSurroundings,
        reporting: SyncReporting,
        clock: Clock,
      ) => new SyncService({ reconciler, ...surroundings, ...reporting, clock }),
      inject: [Reconciler, SURROUNDINGS, REPORTING, CLOCK],
    },
    {
      provide: Acceptance,
      useFactory: (unitOfWork: Database, reference: ReferenceStore, config: ServerConfig, clock: Clock) =>
        new Acceptance({ unitOfWork, reference, binding: bindingOf(config), clock }),
      inject: [Database, REFERENCE_STORE, SERVER_CONFIG, CLOCK],
    },
    {
      provide: CommitWatch,
      useFactory: (sync: SyncService, loop: ReconciliationLoop, store: SnapshotStore, clock: Clock) =>
        new CommitWatch({ sync, findQueued: () => loop.next, store, clock }),
      inject: [SyncService, ReconciliationLoop, SNAPSHOT_STORE, CLOCK],
    },
    {
      provide: HistoryPruning,
      useFactory: (store: SnapshotStore, clock: Clock, logger: Logger) =>
        new HistoryPruning({ store, clock, logger }),
      inject: [SNAPSHOT_STORE, CLOCK, LOGGER],
    },
    {
      provide: ReconciliationLoop,
      useFactory: (service: SyncService, pruning: HistoryPruning, clock: Clock, { pollMs }: ServerConfig) =>
        new ReconciliationLoop({
          sync: async (trigger) => {
            const outcome = await service.sync(trigger)
            if (outcome === 'published') await pruning.prune()
            return outcome
          },
          clock,
          pollMs,
          random: Math.random,
        }),
      inject: [SyncService, HistoryPruning, CLOCK, SERVER_CONFIG],
    },
    {
      provide: SyncCommands,
      useFactory: (sync: SyncService, loop: ReconciliationLoop, acceptance: Acceptance, logger: Logger) =>
        new SyncCommands({ sync, loop, acceptance, logger }),
      inject: [SyncService, ReconciliationLoop, Acceptance, LOGGER],
    },
  ],
  exports: [SyncService],
})
export class ReconciliationModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  static with(control: Control): DynamicModule {
    return { module: ReconciliationModule, providers: [{ provide: CONTROL, useValue: control }] }
  }

  private readonly loop: ReconciliationLoop
  private readonly watch: CommitWatch
  private readonly control: Control

  constructor(
    @Inject(ReconciliationLoop) loop: ReconciliationLoop,
    @Inject(CommitWatch) watch: CommitWatch,
    @Inject(CONTROL) control: Control,
  ) {
    this.loop = loop
    this.watch = watch
    this.control = control
  }

  onApplicationBootstrap(): void {
    this.loop.requestSync('start')
  }

  /** Whoever waits for a commit is answered, a transfer that is under way is ended, a publication is waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    this.watch.close()
    const stopped = this.loop.stop()
    await this.control.close()
    await stopped
  }
}

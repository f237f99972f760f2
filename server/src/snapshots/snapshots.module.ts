import { join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import type { OnModuleInit } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import { Database } from '../database/database.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import type { Preparers } from '../preparation/preparers.ts'
import { PREPARERS } from '../preparation/preparers.ts'
import { FileLastKnownGood } from './last-known-good/file-last-known-good.ts'
import type { LastKnownGood } from './last-known-good/last-known-good.ts'
import { LAST_KNOWN_GOOD } from './last-known-good/last-known-good.ts'
import { PostgresSnapshotStore } from './store/postgres-snapshot-store.ts'
import { DocumentsController } from './serving/documents.controller.ts'
import { EnvironmentsController } from './serving/environments.controller.ts'
import { READABLE_FORMS, ReadableForms } from './serving/readable-forms.ts'
import { SnapshotController } from './serving/snapshot.controller.ts'
import { KeyRegistry } from './signing/key-registry.ts'
import { loadSigningKey } from './signing/load-signing-key.ts'
import type { SigningKey } from './signing/signing-key.ts'
import { SIGNING_KEY } from './signing/signing-key.ts'
import { PostgresSigningKeyStore } from './signing/postgres-signing-key-store.ts'
import type { SigningKeyStore } from './signing/signing-key-store.ts'
import { SIGNING_KEY_STORE } from './signing/signing-key-store.ts'
import type { SnapshotMetrics } from './snapshot-metrics.ts'
import { SNAPSHOT_METRICS } from './snapshot-metrics.ts'
import { SnapshotService } from './snapshot-service.ts'
import { SNAPSHOT_STORE } from './store/snapshot-store.ts'

/** What a SnapshotService notes things in. */
interface Notes {
  readonly clock: Clock
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
      useFactory: (clock: Clock, metrics: SnapshotMetrics, logger: Logger): Notes => ({
        clock,
        metrics,
        logger,
      }),
      inject: [CLOCK, SNAPSHOT_METRICS, LOGGER],
    },
    {
      provide: SnapshotService,
      useFactory: (
        signingKey: SigningKey,
        lastKnownGood: LastKnownGood,
        preparers: Preparers,
        notes: Notes,
      ) => new SnapshotService({ signingKey, lastKnownGood, reader: preparers.others, ...notes }),
      inject: [SIGNING_KEY, LAST_KNOWN_GOOD, PREPARERS, NOTES],
    },
    {
      provide: SIGNING_KEY_STORE,
      useFactory: (database: Database) => new PostgresSigningKeyStore(database),
      inject: [Database],
    },
    {
      provide: KeyRegistry,
      useFactory: (
        store: SigningKeyStore,
        signingKey: SigningKey,
        snapshots: SnapshotService,
        notes: Notes,
      ) => new KeyRegistry({ store, signingKey, snapshots, clock: notes.clock, logger: notes.logger }),
      inject: [SIGNING_KEY_STORE, SIGNING_KEY, SnapshotService, NOTES],
    },
    {
      provide: READABLE_FORMS,
      useFactory: (preparers: Preparers) => new ReadableForms(preparers.others),
      inject: [PREPARERS],
    },
  ],
  exports: [SNAPSHOT_STORE, SnapshotService, KeyRegistry, SIGNING_KEY],
})
export class SnapshotsModule implements OnModuleInit {
  private readonly snapshots: SnapshotService
  private readonly keys: KeyRegistry

  constructor(@Inject(SnapshotService) snapshots: SnapshotService, @Inject(KeyRegistry) keys: KeyRegistry) {
    this.snapshots = snapshots
    this.keys = keys
  }

  /** Before the first request: what was served last is served again, whatever the database and Git do. */
  async onModuleInit(): Promise<void> {
    await this.snapshots.restore(() => this.keys.checkAtStart())
  }
}

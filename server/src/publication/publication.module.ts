import type { Clock } from '@evenkeel/core/clock'
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import { Database } from '../database/database.ts'
import { OperationService } from '../operations/operation-service.ts'
import type { Preparers } from '../preparation/preparers.ts'
import { PREPARERS } from '../preparation/preparers.ts'
import { PostgresReferenceStore } from '../reference/postgres-reference-store.ts'
import type { ReferenceStore } from '../reference/reference-store.ts'
import { REFERENCE_STORE } from '../reference/reference-store.ts'
import { KeyRegistry } from '../snapshots/signing/key-registry.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import { SNAPSHOT_STORE } from '../snapshots/store/snapshot-store.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import { HeadWatcher } from './head-watcher.ts'
import type { PublisherOptions } from './publisher.ts'
import { Publisher } from './publisher.ts'

/** What a Publisher writes through. */
const WRITING = Symbol('Writing')
type Writing = Pick<PublisherOptions, 'unitOfWork' | 'store' | 'reference' | 'keys'>

/** What it notes things in. */
const NOTES = Symbol('Notes')
type Notes = Pick<PublisherOptions, 'clock' | 'logger'>

@Global()
@Module({
  providers: [
    {
      provide: NOTES,
      useFactory: (clock: Clock, logger: Logger): Notes => ({ clock, logger }),
      inject: [CLOCK, LOGGER],
    },
    {
      provide: REFERENCE_STORE,
      useFactory: (database: Database) => new PostgresReferenceStore(database),
      inject: [Database],
    },
    {
      provide: WRITING,
      useFactory: (
        unitOfWork: Database,
        store: SnapshotStore,
        reference: ReferenceStore,
        keys: KeyRegistry,
      ): Writing => ({ unitOfWork, store, reference, keys }),
      inject: [Database, SNAPSHOT_STORE, REFERENCE_STORE, KeyRegistry],
    },
    {
      provide: Publisher,
      useFactory: (writing: Writing, snapshots: SnapshotService, preparers: Preparers, notes: Notes) =>
        new Publisher({ ...writing, snapshots, reader: preparers.others, ...notes }),
      inject: [WRITING, SnapshotService, PREPARERS, NOTES],
    },
    {
      provide: HeadWatcher,
      useFactory: (publisher: Publisher, notes: Notes) =>
        new HeadWatcher({ catchUp: () => publisher.catchUp(), ...notes }),
      inject: [Publisher, NOTES],
    },
    {
      provide: OperationService,
      useFactory: (publisher: Publisher, preparers: Preparers) =>
        new OperationService({ publisher, preparer: preparers.operators }),
      inject: [Publisher, PREPARERS],
    },
  ],
  exports: [REFERENCE_STORE, Publisher, OperationService],
})
export class PublicationModule implements OnModuleInit, BeforeApplicationShutdown {
  private readonly heads: HeadWatcher
  private readonly config: ServerConfig

  constructor(@Inject(HeadWatcher) heads: HeadWatcher, @Inject(SERVER_CONFIG) config: ServerConfig) {
    this.heads = heads
    this.config = config
  }

  onModuleInit(): void {
    // An embedded database is this process's alone.
    this.heads.start({ hasReplicas: this.config.databaseUrl !== undefined })
  }

  beforeApplicationShutdown(): void {
    this.heads.stop()
  }
}

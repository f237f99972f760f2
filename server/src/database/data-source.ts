import pg from 'pg'
import { DataSource } from 'typeorm'
import { HeadEntity, RevisionEntity, SnapshotEntity, SyncAttemptEntity } from './entities.ts'
import { FirstTables1700000000000 } from './migrations/1700000000000-first-tables.ts'
import { pgliteDriver } from './pglite-driver.ts'

/** `memory` is for tests. */
export type DatabaseLocation =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'memory' }

const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 15_000
const POOL_SIZE = 10

export function createDataSource(location: DatabaseLocation): DataSource {
  return new DataSource({
    type: 'postgres',
    entities: [RevisionEntity, SnapshotEntity, HeadEntity, SyncAttemptEntity],
    migrations: [FirstTables1700000000000],
    migrationsTableName: 'migrations',
    installExtensions: false,
    logging: false,
    ...(location.kind === 'server' ? serverOptions(location.url) : embeddedOptions(location)),
  })
}

/** A statement that takes longer is ended by PostgreSQL, or, where that does not answer either, given up. */
const serverOptions = (url: string) => ({
  driver: pg,
  url,
  applicationName: 'evenkeel',
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  poolSize: POOL_SIZE,
  extra: {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    keepAlive: true,
  },
})

const embeddedOptions = (location: Exclude<DatabaseLocation, { kind: 'server' }>) => ({
  driver: pgliteDriver(location.kind === 'embedded' ? location.dataDir : undefined),
})

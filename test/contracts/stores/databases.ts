import { systemClock } from '../../../server/src/clock.ts'
import { Database } from '../../../server/src/database/database.ts'
import type { DatabaseLocation } from '../../../server/src/database/database-location.ts'
import { FakeDatabase } from '../../../server/src/database/fake-database.ts'
import type { UnitOfWork } from '../../../server/src/database/unit-of-work.ts'
import { FakeSyncAttemptStore } from '../../../server/src/reconciliation/sync/fake-sync-attempt-store.ts'
import { PostgresSyncAttemptStore } from '../../../server/src/reconciliation/sync/postgres-sync-attempt-store.ts'
import type { SyncAttemptStore } from '../../../server/src/reconciliation/sync/sync-attempt-store.ts'
import { FakeReferenceStore } from '../../../server/src/reference/fake-reference-store.ts'
import { PostgresReferenceStore } from '../../../server/src/reference/postgres-reference-store.ts'
import type { ReferenceStore } from '../../../server/src/reference/reference-store.ts'
import { FakeSigningKeyStore } from '../../../server/src/snapshots/signing/fake-signing-key-store.ts'
import { PostgresSigningKeyStore } from '../../../server/src/snapshots/signing/postgres-signing-key-store.ts'
import type { SigningKeyStore } from '../../../server/src/snapshots/signing/signing-key-store.ts'
import { FakeSnapshotStore } from '../../../server/src/snapshots/store/fake-snapshot-store.ts'
import { PostgresSnapshotStore } from '../../../server/src/snapshots/store/postgres-snapshot-store.ts'
import type { SnapshotStore } from '../../../server/src/snapshots/store/snapshot-store.ts'
import { FakeLogger } from '../../../server/src/telemetry/fake-logger.ts'
import type { RealPostgres } from '../../support/real-postgres.ts'
import { startPostgres } from '../../support/real-postgres.ts'

/** The stores of one database. */
export interface Stores {
  readonly unitOfWork: UnitOfWork
  readonly snapshots: SnapshotStore
  readonly reference: ReferenceStore
  readonly signingKeys: SigningKeyStore
  readonly attempts: SyncAttemptStore
}

/** A database that the contracts hold on. */
export interface ContractDatabase {
  readonly name: string
  /** Gives its stores with nothing in them. */
  readonly empty: () => Promise<Stores>
  /** Closes it, and what it runs on. */
  readonly close: () => Promise<void>
}

/** Those that are there to be deployed; they start when they are first asked. */
export function realDatabases(): readonly RealContractDatabase[] {
  let server: RealPostgres | undefined
  return [
    realDatabase('PGlite', () => Promise.resolve({ kind: 'memory' })),
    realDatabase(
      'PostgreSQL',
      async () => {
        server = await startPostgres()
        return { kind: 'server', url: await server.createDatabase() }
      },
      async () => server?.stop(),
    ),
  ]
}

export function fakeDatabase(): ContractDatabase {
  return {
    name: 'FakeDatabase',
    empty: () => {
      const database = new FakeDatabase()
      return Promise.resolve({
        unitOfWork: database,
        snapshots: new FakeSnapshotStore(database),
        reference: new FakeReferenceStore(database),
        signingKeys: new FakeSigningKeyStore(database),
        attempts: new FakeSyncAttemptStore(database),
      })
    },
    close: () => Promise.resolve(),
  }
}

export interface RealContractDatabase extends ContractDatabase {
  /** The database itself. */
  readonly open: () => Promise<Database>
}

const EMPTY_ALL = `
  TRUNCATE revisions, snapshots, heads, compilations, operations, reference, acceptances, signing_keys, sync_attempts`

function realDatabase(
  name: string,
  locate: () => Promise<DatabaseLocation>,
  stop: () => Promise<void> = () => Promise.resolve(),
): RealContractDatabase {
  let database: Database | undefined
  const open = async (): Promise<Database> =>
    (database ??= new Database({ location: await locate(), clock: systemClock, logger: new FakeLogger() }))
  return {
    name,
    open,
    empty: async () => {
      const opened = await open()
      await opened.run((manager) => manager.query(EMPTY_ALL))
      return {
        unitOfWork: opened,
        snapshots: new PostgresSnapshotStore(opened),
        reference: new PostgresReferenceStore(opened),
        signingKeys: new PostgresSigningKeyStore(opened),
        attempts: new PostgresSyncAttemptStore(opened),
      }
    },
    close: async () => {
      await database?.close()
      await stop()
    },
  }
}

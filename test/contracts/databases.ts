import { systemClock } from '../../server/src/clock.ts'
import { Database } from '../../server/src/database/database.ts'
import type { DatabaseLocation } from '../../server/src/database/data-source.ts'
import { FakeLogger } from '../../server/src/telemetry/fake-logger.ts'
import type { RealPostgres } from '../support/real-postgres.ts'
import { startPostgres } from '../support/real-postgres.ts'

/** A database that a contract holds on. */
export interface ContractDatabase {
  readonly name: string
  /** Gives it with every table empty. */
  empty(): Promise<Database>
  /** Closes it, and what it runs on. */
  close(): Promise<void>
}

export const DATABASES: readonly (() => ContractDatabase)[] = [
  () => contractDatabase('PGlite', () => Promise.resolve({ kind: 'memory' })),
  () => {
    let server: RealPostgres | undefined
    return contractDatabase(
      'PostgreSQL',
      async () => {
        server = await startPostgres()
        return { kind: 'server', url: await server.createDatabase() }
      },
      async () => server?.stop(),
    )
  },
]

function contractDatabase(
  name: string,
  locate: () => Promise<DatabaseLocation>,
  stop: () => Promise<void> = () => Promise.resolve(),
): ContractDatabase {
  let database: Database | undefined
  return {
    name,
    async empty() {
      database ??= new Database({ location: await locate(), clock: systemClock, logger: new FakeLogger() })
      await database.run((manager) => manager.query('TRUNCATE revisions, snapshots, heads, sync_attempts'))
      return database
    },
    async close() {
      await database?.close()
      await stop()
    },
  }
}

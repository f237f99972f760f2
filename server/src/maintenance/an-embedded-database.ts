import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { Database } from '../database/database.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'

export interface EmbeddedDatabaseOnDisk {
  /** As a server that was stopped leaves it. */
  readonly dataDir: string
  /** Does something with it, as a server would that runs only so long. */
  use<T>(work: (database: Database) => Promise<T>): Promise<T>
  remove(): Promise<void>
}

/** For tests: the data directory of a server that was started once, and published nothing. */
export async function anEmbeddedDatabase(): Promise<EmbeddedDatabaseOnDisk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'evenkeel-'))
  const use = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const location = { kind: 'embedded', dataDir: join(dataDir, 'database') } as const
    const database = new Database({ location, clock: systemClock, logger: new FakeLogger() })
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  }
  await use((database) => database.run((manager) => manager.query('SELECT 1')))
  return { dataDir, use, remove: () => rm(dataDir, { recursive: true, force: true }) }
}

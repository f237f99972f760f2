import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { claimDataDirectory } from '../config/claim-data-directory.ts'
import type { DatabaseConfig } from '../config/load-config.ts'
import { Database } from '../database/database.ts'
import { createLogger } from '../telemetry/pino-logger.ts'

/**
 * Does something with a server's database, without a server. An embedded one is its server's alone: throws StartError
 * while that runs.
 */
export async function withDatabase<T>(
  { databaseUrl, dataDir }: DatabaseConfig,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const isEmbedded = databaseUrl === undefined
  const release = isEmbedded ? await claimDataDirectory(dataDir) : () => Promise.resolve()
  const database = new Database({
    location: isEmbedded
      ? { kind: 'embedded', dataDir: join(dataDir, 'database') }
      : { kind: 'server', url: databaseUrl },
    clock: systemClock,
    logger: createLogger('silent'),
  })
  try {
    return await work(database)
  } finally {
    await database.close()
    await release()
  }
}

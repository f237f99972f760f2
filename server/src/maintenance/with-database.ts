import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { claimDataDirectory } from '../config/claim-data-directory.ts'
import type { DatabaseConfig } from '../config/load-config.ts'
import type { DatabaseLocation } from '../database/database-location.ts'
import { Database } from '../database/database.ts'
import { StartError } from '../errors.ts'
import { createLogger } from '../telemetry/pino-logger.ts'

/**
 * Does something with a server's database, without a server. An embedded one is its server's alone: throws StartError
 * while that runs, and where there is none.
 */
export async function withDatabase<T>(
  { databaseUrl, dataDir }: DatabaseConfig,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return using({ kind: 'server', url: databaseUrl }, work)
  const embedded = join(dataDir, 'database')
  await requireDirectory(embedded)
  const release = await claimDataDirectory(dataDir)
  try {
    return await using({ kind: 'embedded', dataDir: embedded }, work)
  } finally {
    await release()
  }
}

async function using<T>(location: DatabaseLocation, work: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database({ location, clock: systemClock, logger: createLogger('silent') })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A database made here would be nobody's. */
async function requireDirectory(path: string): Promise<void> {
  try {
    await readdir(path)
  } catch (cause) {
    throw new StartError(
      'data-directory-unusable',
      `There is no embedded database at ${path}`,
      'Say where the server keeps its own, with --data-dir or EVENKEEL_DATA_DIR, or which PostgreSQL it uses, with DATABASE_URL. A server that starts anew makes one.',
      { cause },
    )
  }
}

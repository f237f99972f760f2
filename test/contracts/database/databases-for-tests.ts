import { fakeClock } from '@evenkeel/test/support'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { ConnectionOptions } from '../../../server/src/database/database-connection.ts'
import { Database } from '../../../server/src/database/database.ts'
import type { DatabaseLocation } from '../../../server/src/database/database-location.ts'
import { HeadEntity } from '../../../server/src/database/entities.ts'
import { FakeLogger } from '../../../server/src/telemetry/fake-logger.ts'
import type { RealPostgres } from '../../support/real-postgres.ts'
import { startPostgres } from '../../support/real-postgres.ts'
import { tcpGate } from '../tcp-gate.ts'

export const AN_ATTEMPT = `
  INSERT INTO sync_attempts (started_at, finished_at, outcome, trigger, issues)
  VALUES (now(), now(), 'failed', 'poll', '[]')`

/** For a test file: databases on a server of PostgreSQL of its own, each closed after its test. */
export function databasesForTests() {
  let postgres: RealPostgres
  const opened: Database[] = []

  beforeAll(async () => {
    postgres = await startPostgres()
  })

  afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())))

  afterAll(() => postgres.stop())

  return {
    aDatabase: (location: DatabaseLocation, options: ConnectionOptions = {}) => {
      const clock = fakeClock()
      const logger = new FakeLogger()
      const database = new Database({ location, clock, logger, ...options })
      opened.push(database)
      return { database, clock, logger }
    },

    atUrl: async (change: (url: URL) => void = () => undefined): Promise<DatabaseLocation> => {
      const url = new URL(await postgres.createDatabase())
      change(url)
      return { kind: 'server', url: url.href }
    },

    behindGate: async () => {
      const url = new URL(await postgres.createDatabase())
      const gate = await tcpGate(Number(url.port))
      url.port = String(gate.port)
      return { gate, location: { kind: 'server', url: url.href } as const }
    },
  }
}

export const countHeads = (database: Database): Promise<number> =>
  database.run((manager) => manager.count(HeadEntity))

export const ask = <T>(database: Database, sql: string): Promise<T> =>
  database.run((manager) => manager.query<T>(sql))

import { join } from 'node:path'
import { eventually, fakeClock, temporaryDirectory } from '@evenkeel/test/support'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Database } from '../../server/src/database/database.ts'
import type { DatabaseLocation } from '../../server/src/database/data-source.ts'
import { HeadEntity } from '../../server/src/database/entities.ts'
import { FirstTables1700000000000 } from '../../server/src/database/migrations/1700000000000-first-tables.ts'
import { StoreError } from '../../server/src/errors.ts'
import { FakeLogger } from '../../server/src/telemetry/fake-logger.ts'
import type { RealPostgres } from '../support/real-postgres.ts'
import { startPostgres } from '../support/real-postgres.ts'
import { tcpGate } from './tcp-gate.ts'

let postgres: RealPostgres
const opened: Database[] = []

beforeAll(async () => {
  postgres = await startPostgres()
}, 30_000)

afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())))

afterAll(() => postgres.stop())

function aDatabase(location: DatabaseLocation) {
  const clock = fakeClock()
  const logger = new FakeLogger()
  const database = new Database({ location, clock, logger })
  opened.push(database)
  return { database, clock, logger }
}

const atUrl = async (change: (url: URL) => void = () => undefined): Promise<DatabaseLocation> => {
  const url = new URL(await postgres.createDatabase())
  change(url)
  return { kind: 'server', url: url.href }
}

const countHeads = (database: Database): Promise<number> =>
  database.run((manager) => manager.count(HeadEntity))

const ask = <T>(database: Database, sql: string): Promise<T> =>
  database.run((manager) => manager.query<T>(sql))

describe('Database', () => {
  it('is migrated once when many replicas start at once', async () => {
    const location = await atUrl()
    const replicas = Array.from({ length: 5 }, () => aDatabase(location).database)

    expect(await Promise.all(replicas.map(countHeads))).toEqual([0, 0, 0, 0, 0])

    const migrations = await ask<{ name: string }[]>(replicas[0]!, 'SELECT name FROM migrations')
    expect(migrations).toEqual([{ name: 'FirstTables1700000000000' }])
  })

  it('can be migrated back, and again', async () => {
    const { database } = aDatabase(await atUrl())
    const migration = new FirstTables1700000000000()

    await database.transact(async ({ queryRunner }) => {
      await migration.down(queryRunner!)
      await migration.up(queryRunner!)
    })

    expect(await countHeads(database)).toBe(0)
  })

  it('lets no statement run for ever', async () => {
    const { database } = aDatabase(await atUrl())

    expect(await ask(database, 'SHOW statement_timeout')).toEqual([{ statement_timeout: '15s' }])
  })

  it('undoes a transaction whose work throws', async () => {
    const { database } = aDatabase(await atUrl())
    const work = database.transact(async (manager) => {
      await manager.query(`INSERT INTO sync_attempts (started_at, finished_at, outcome, trigger, issues)
        VALUES (now(), now(), 'failed', 'poll', '[]')`)
      throw new TypeError('a bug')
    })

    await expect(work).rejects.toThrow(new TypeError('a bug'))

    expect(await ask(database, 'SELECT count(*)::int AS count FROM sync_attempts')).toEqual([{ count: 0 }])
  })

  it.each([
    ['another password', (url: URL) => (url.password = 'hunter2'), 'Correct the user or password'],
    ['a database that is not there', (url: URL) => (url.pathname = '/nowhere'), 'Create the database'],
    ['a port where nothing listens', (url: URL) => (url.port = '1'), 'Nothing listens there'],
  ])('says what to do about %s', async (_what, change, hint) => {
    const { database, logger } = aDatabase(await atUrl(change))

    const error = await countHeads(database).catch((caught: unknown) => caught)

    expect(error).toBeInstanceOf(StoreError)
    expect((error as StoreError).hint).toContain(hint)
    expect(logger.messages('error')).toEqual([(error as StoreError).message])
    expect((error as StoreError).message).not.toContain('hunter2')
  })

  it('gives the last failure at once until it is time to try again, and waits longer each time', async () => {
    const { database, clock, logger } = aDatabase(await atUrl((url) => (url.port = '1')))
    const failure = () => countHeads(database).catch((error: unknown) => error)

    const waits: number[] = []
    for (let last = await failure(), waitedMs = 0; waits.length < 6; waitedMs += 250) {
      const next = await failure()
      if (next !== last) {
        waits.push(waitedMs)
        last = next
        waitedMs = 0
      }
      await clock.advance(250)
    }

    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000])
    expect(logger.messages('error')).toHaveLength(1)
  })

  it('works again after it was out of reach, and says so', async () => {
    const location = await atUrl()
    if (location.kind !== 'server') throw new Error('a server')
    const url = new URL(location.url)
    const gate = await tcpGate(Number(url.port))
    url.port = String(gate.port)
    const { database, clock, logger } = aDatabase({ kind: 'server', url: url.href })
    await countHeads(database)

    await gate.shut()
    await expect(countHeads(database)).rejects.toBeInstanceOf(StoreError)
    await expect(countHeads(database)).rejects.toBeInstanceOf(StoreError)
    await gate.open()

    await clock.advance(5000)
    await eventually('it answers', async () => (await countHeads(database).catch(() => -1)) === 0)
    expect(logger.messages('error')).toHaveLength(1)
    expect(logger.messages('info')).toEqual(['The database answers again'])
    await database.close()
    await gate.shut()
  })

  it('survives that its connections are dropped while nothing is asked', async () => {
    const location = await atUrl()
    const { database } = aDatabase(location)
    const { database: operator } = aDatabase(location)
    await countHeads(database)

    await ask(
      operator,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )

    await eventually('it answers', async () => (await countHeads(database).catch(() => -1)) === 0)
  })

  it('says that it was closed to whoever asks after that', async () => {
    const { database } = aDatabase(await atUrl())
    await countHeads(database)

    await database.close()

    await expect(countHeads(database)).rejects.toMatchObject({ message: 'The database was closed' })
  })

  it('keeps what is embedded in a directory', async () => {
    await using directory = await temporaryDirectory()
    const location = { kind: 'embedded', dataDir: join(directory.path, 'database') } as const
    const { database } = aDatabase(location)
    await ask(
      database,
      `INSERT INTO sync_attempts (started_at, finished_at, outcome, trigger, issues)
       VALUES (now(), now(), 'failed', 'poll', '[]')`,
    )
    await database.close()

    const { database: again } = aDatabase(location)

    expect(await ask(again, 'SELECT outcome FROM sync_attempts')).toEqual([{ outcome: 'failed' }])
    await again.close()
  }, 60_000)

  it('says what to do when the directory of the embedded one cannot be used', async () => {
    const { database, logger } = aDatabase({ kind: 'embedded', dataDir: '/dev/null/database' })

    await expect(countHeads(database)).rejects.toMatchObject({
      hint: expect.stringContaining('data directory is writable') as string,
    })
    expect(logger.messages('error')).toHaveLength(1)
  })
})

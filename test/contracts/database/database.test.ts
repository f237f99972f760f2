import { join } from 'node:path'
import { eventually, temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { HeadEntity } from '../../../server/src/database/entities.ts'
import { MIGRATIONS } from '../../../server/src/database/migrations/migrations.ts'
import { StoreError } from '../../../server/src/errors.ts'
import { aStoredRevision } from '../../../server/src/snapshots/store/a-stored-revision.ts'
import { PostgresSnapshotStore } from '../../../server/src/snapshots/store/postgres-snapshot-store.ts'
import { AN_ATTEMPT, ask, countHeads, databasesForTests } from './databases-for-tests.ts'

const { aDatabase, atUrl, behindGate } = databasesForTests()

describe('Database', () => {
  it('is migrated once when many replicas start at once', async () => {
    const location = await atUrl()
    const replicas = Array.from({ length: 5 }, () => aDatabase(location).database)

    expect(await Promise.all(replicas.map(countHeads))).toEqual([0, 0, 0, 0, 0])

    const migrations = await ask<{ name: string }[]>(replicas[0]!, 'SELECT name FROM migrations')
    expect(migrations).toEqual(MIGRATIONS.map(({ name }) => ({ name })))
  })

  it('can be migrated back, and again', async () => {
    const { database } = aDatabase(await atUrl())
    const migrations = MIGRATIONS.map((Migration) => new Migration())

    await database.atomically(async ({ queryRunner }) => {
      for (const migration of migrations.toReversed()) await migration.down(queryRunner!)
      for (const migration of migrations) await migration.up(queryRunner!)
    })

    expect(await countHeads(database)).toBe(0)
  })

  it('keeps what was published through the migrations, back and forth', async () => {
    const { database } = aDatabase(await atUrl())
    const store = new PostgresSnapshotStore(database)
    const commits = ['b', 'a', 'c'].map((letter) => letter.repeat(40))
    for (const [index, commit] of commits.entries()) {
      const snapshot = { commit, sequence: index + 1, publishedAt: new Date(Date.UTC(2026, 0, index + 1)) }
      await store.publish({
        admitted: { commit, committedAt: new Date(), subject: 'Change it', author: 'Ada' },
        revisions: [aStoredRevision(snapshot)],
        expectedHeads: [
          { environment: 'production', ...(index > 0 && { head: { epoch: 1, sequence: index } }) },
        ],
      })
    }
    const [, compilations] = MIGRATIONS.map((Migration) => new Migration())

    await database.atomically(async ({ queryRunner }) => {
      await compilations!.down(queryRunner!)
      await compilations!.up(queryRunner!)
    })

    expect(await store.findHeadRevisions()).toEqual([{ environment: 'production', epoch: 1, sequence: 3 }])
    expect(
      await ask(database, 'SELECT commit, admitted::integer AS admitted FROM revisions ORDER BY admitted'),
    ).toEqual(commits.map((commit, index) => ({ commit, admitted: index + 1 })))
    await store.publish({
      admitted: { commit: 'd'.repeat(40), committedAt: new Date(), subject: 'Go on', author: 'Ada' },
      revisions: [],
      expectedHeads: [],
    })
    expect(await ask(database, 'SELECT max(admitted)::integer AS newest FROM revisions')).toEqual([
      { newest: 4 },
    ])
  })

  it('lets no statement run for ever', async () => {
    const { database } = aDatabase(await atUrl())

    expect(await ask(database, 'SHOW statement_timeout')).toEqual([{ statement_timeout: '15s' }])
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
    const { gate, location } = await behindGate()
    const { database, clock, logger } = aDatabase(location)
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

  it('says so when a failure in a transaction went unnoticed, and commits nothing of it', async () => {
    const { database } = aDatabase(await atUrl())
    const work = database.transact(async (tx) => {
      await database.run((manager) => manager.query(AN_ATTEMPT), tx)
      await database.run((manager) => manager.query('SELECT nothing'), tx).catch(() => undefined)
    })

    await expect(work).rejects.toBeInstanceOf(StoreError)
    expect(await ask(database, 'SELECT count(*)::int AS count FROM sync_attempts')).toEqual([{ count: 0 }])
  })

  it('is closed when what is under way has ended, and takes nothing more', async () => {
    const { database } = aDatabase(await atUrl())
    let finish = (): void => undefined
    const until = new Promise<void>((resolve) => (finish = resolve))
    const work = database.transact(async (tx) => {
      await until
      return database.run((manager) => manager.count(HeadEntity), tx)
    })

    const closed = database.close()
    await expect(countHeads(database)).rejects.toMatchObject({ message: 'The database was closed' })
    finish()

    expect(await work).toBe(0)
    await closed
  })

  it('keeps what is embedded in a directory', async () => {
    await using directory = await temporaryDirectory()
    const location = { kind: 'embedded', dataDir: join(directory.path, 'database') } as const
    const { database } = aDatabase(location)
    await ask(database, AN_ATTEMPT)
    await database.close()

    const { database: again } = aDatabase(location)

    expect(await ask(again, 'SELECT outcome FROM sync_attempts')).toEqual([{ outcome: 'failed' }])
    await again.close()
  })

  it('says what to do when the directory of the embedded one cannot be used', async () => {
    const { database, logger } = aDatabase({ kind: 'embedded', dataDir: '/dev/null/database' })

    await expect(countHeads(database)).rejects.toMatchObject({
      hint: expect.stringContaining('data directory is writable') as string,
    })
    expect(logger.messages('error')).toHaveLength(1)
  })
})

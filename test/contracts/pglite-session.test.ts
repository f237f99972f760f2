import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { fakeClock, temporaryDirectory } from '@evenkeel/test/support'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database } from '../../server/src/database/database.ts'
import { InThreadPgliteSession } from '../../server/src/database/embedded/in-thread-pglite-session.ts'
import type { OpenPgliteSession, PgliteSession } from '../../server/src/database/embedded/pglite-session.ts'
import { SessionEndedError } from '../../server/src/database/embedded/pglite-session.ts'
import { WorkerPgliteSession } from '../../server/src/database/embedded/worker-pglite-session.ts'
import { StoreError } from '../../server/src/errors.ts'
import { FakeLogger } from '../../server/src/telemetry/fake-logger.ts'
import { builtServer } from '../support/built-server.ts'

/** Keeps PostgreSQL busy for longer than anybody waits. */
const ENDLESS = 'SELECT count(*) FROM generate_series(1, 100000000000)'

const inWorker = async (): Promise<OpenPgliteSession> => {
  const entry = pathToFileURL(join((await builtServer()).dist, 'database/embedded/pglite-worker.js'))
  return (dataDir) => new WorkerPgliteSession(entry, dataDir)
}

const SESSIONS = [
  {
    name: 'InThreadPgliteSession',
    prepare: (): Promise<OpenPgliteSession> =>
      Promise.resolve((dataDir: string | undefined) => new InThreadPgliteSession(dataDir)),
  },
  { name: 'WorkerPgliteSession', prepare: inWorker },
]

describe.each(SESSIONS)('$name', ({ prepare }) => {
  let directory: TemporaryDirectory
  let open: OpenPgliteSession
  let session: PgliteSession
  const dataDir = () => join(directory.path, 'database')

  beforeAll(async () => {
    open = await prepare()
    directory = await temporaryDirectory()
    // As a first start leaves it that is killed in the middle.
    await mkdir(dataDir())
    await writeFile(join(dataDir(), 'PG_VERSION'), '18\n')
    await writeFile(`${dataDir()}.unfinished`, '')
    session = open(dataDir())
    await session.query('CREATE TABLE kept (id integer PRIMARY KEY, bytes bytea)', [])
  })

  afterAll(async () => {
    await session.close()
    await directory[Symbol.asyncDispose]()
  })

  it('makes a directory anew that was not made to its end', async () => {
    expect((await session.query('SELECT * FROM kept', [])).rows).toEqual([])
    expect(await readdir(directory.path)).toEqual(['database'])
  })

  it('gives back every kind of value that is kept', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 256 }, (_, value) => value)).subarray(10)
    const at = new Date('2026-11-01T12:00:00.123Z')

    const { rows } = await session.query(
      `SELECT $1::text AS text, $2::bytea AS bytes, $3::timestamptz AS at, $4::json AS json, $5::bigint AS number,
        $6::boolean AS truth, $7::text[] AS list, $8::text AS nothing`,
      ['é', bytes, at, '{"a":[1]}', 2 ** 33, true, ['a', 'b'], null],
    )

    const [row] = rows as { bytes: Uint8Array }[]
    expect({ ...row, bytes: [...row!.bytes] }).toEqual({
      text: 'é',
      bytes: [...bytes],
      at,
      json: { a: [1] },
      number: 2 ** 33,
      truth: true,
      list: ['a', 'b'],
      nothing: null,
    })
    expect(bytes).toHaveLength(246)
  })

  it('says how many rows were changed', async () => {
    const { rowCount } = await session.query('INSERT INTO kept SELECT generate_series(1, 3)', [])

    expect(rowCount).toBe(3)
  })

  it('says what PostgreSQL refuses, with its code, and goes on', async () => {
    await expect(session.query('INSERT INTO kept VALUES (1)', [])).rejects.toMatchObject({
      code: '23505',
      message: expect.stringContaining('duplicate key') as string,
    })
    expect((await session.query('SELECT 1 AS one', [])).rows).toEqual([{ one: 1 }])
  })

  it('has what was kept after it was closed and opened', async () => {
    await session.close()
    await session.close()
    session = open(dataDir())

    expect((await session.query('SELECT count(*)::integer AS count FROM kept', [])).rows).toEqual([
      { count: 3 },
    ])
  })

  it('tells everyone who asks when it cannot be opened, and closes all the same', async () => {
    const broken = open('/dev/null/database')

    await expect(broken.query('SELECT 1', [])).rejects.toThrow('/dev/null')
    await expect(broken.query('SELECT 1', [])).rejects.toThrow('/dev/null')
    await broken.close()
  })
})

describe('an embedded database in a thread of its own', () => {
  let directory: TemporaryDirectory
  let openInWorker: OpenPgliteSession
  const sessions: PgliteSession[] = []

  beforeAll(async () => {
    directory = await temporaryDirectory()
    openInWorker = await inWorker()
  })

  afterAll(async () => {
    await Promise.all(sessions.map((session) => session.terminate()))
    await directory[Symbol.asyncDispose]()
  })

  /** Over the same directory each time, so that only the first has to make it. */
  function aDatabase() {
    const clock = fakeClock()
    const logger = new FakeLogger()
    const openSession: OpenPgliteSession = (dataDir) => {
      const session = openInWorker(dataDir)
      sessions.push(session)
      return session
    }
    const location = { kind: 'embedded', dataDir: join(directory.path, 'database') } as const
    return { database: new Database({ location, clock, logger, openSession }), clock, logger }
  }

  const ask = (database: Database, sql: string) => database.run((manager) => manager.query<unknown[]>(sql))

  it('fails what is under way when its thread dies, and is opened again with all that was committed', async () => {
    const { database, logger } = aDatabase()
    await ask(database, 'CREATE TABLE marks (mark text)')
    await ask(database, `INSERT INTO marks VALUES ('committed')`)
    let begun = (): void => undefined
    const halfway = new Promise<void>((resolve) => (begun = resolve))
    const work = database.atomically(async (manager) => {
      await manager.query(`INSERT INTO marks VALUES ('not committed')`)
      begun()
      await manager.query(ENDLESS)
    })
    const outcome = work.catch((error: unknown) => error)
    await halfway

    await sessions.at(-1)!.terminate()

    expect(await outcome).toBeInstanceOf(StoreError)
    expect(await ask(database, 'SELECT mark FROM marks')).toEqual([{ mark: 'committed' }])
    expect(logger.messages('error')).toEqual([expect.stringContaining('thread of the embedded database')])
    expect(logger.messages('info')).toEqual(['The database answers again'])
    await database.close()
  })

  it('is closed in time though a statement does not end, and loses nothing', async () => {
    const { database, clock } = aDatabase()
    await ask(database, `INSERT INTO marks VALUES ('before the end')`)
    const outcome = ask(database, ENDLESS).catch((error: unknown) => error)

    const closed = database.close({ withinMs: 1_000 })
    await clock.advance(1_000)
    await closed

    expect(await outcome).toBeInstanceOf(StoreError)
    const { database: again } = aDatabase()
    expect(await ask(again, 'SELECT mark FROM marks')).toContainEqual({ mark: 'before the end' })
    await again.close()
  })

  it('says why its thread died', async () => {
    const dying = new URL(
      `data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => { throw new Error('out of memory') })`,
    )
    const session = new WorkerPgliteSession(dying, undefined)

    const failure = await session.query('SELECT 1', []).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(SessionEndedError)
    expect(failure).toMatchObject({ cause: { message: 'out of memory' } })
    await expect(session.query('SELECT 1', [])).rejects.toBe(failure)
    await session.close()
  })
})

import { Socket } from 'node:net'
import pg from 'pg'
import type { DataSourceOptions } from 'typeorm'
import { DataSource } from 'typeorm'
import type { DatabaseLocation } from './database-location.ts'
import { ENTITIES } from './entities.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { pgliteDriver } from './pglite-driver.ts'
import type { OpenPgliteSession } from './pglite-session.ts'

const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 15_000
const POOL_SIZE = 10

/** A way to a database, and out of it. */
export class DatabaseConnection {
  readonly dataSource: DataSource
  readonly #terminate: () => Promise<void>

  constructor(location: DatabaseLocation, openSession: OpenPgliteSession) {
    const way = location.kind === 'server' ? toServer(location.url) : toEmbedded(location, openSession)
    this.#terminate = way.terminate
    this.dataSource = new DataSource({
      type: 'postgres',
      entities: ENTITIES,
      migrations: MIGRATIONS,
      migrationsTableName: 'migrations',
      installExtensions: false,
      logging: false,
      ...way.options,
    } as DataSourceOptions)
  }

  /** Connects, and brings the schema up to date. */
  async open(): Promise<void> {
    await this.dataSource.initialize()
    await migrate(this.dataSource)
  }

  /** Lets go of it in good order, once nothing is under way. */
  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy()
  }

  /** Ends it at once; what is under way fails. */
  terminate(): Promise<void> {
    return this.#terminate()
  }
}

interface Way {
  readonly options: object
  readonly terminate: () => Promise<void>
}

/** A statement that takes longer is ended by PostgreSQL, or, where that does not answer either, given up. */
function toServer(url: string): Way {
  const sockets = new Set<Socket>()
  let isTerminated = false
  const end = (socket: Socket): unknown =>
    socket.destroy(new Error('The connection was ended by this server'))
  const stream = (): Socket => {
    const socket = new Socket()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // Once somebody listens for it.
    if (isTerminated) process.nextTick(end, socket)
    return socket
  }
  return {
    options: {
      driver: pg,
      url,
      applicationName: 'evenkeel',
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      poolSize: POOL_SIZE,
      extra: {
        stream,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
        keepAlive: true,
      },
    },
    terminate: () => {
      isTerminated = true
      for (const socket of sockets) end(socket)
      return Promise.resolve()
    },
  }
}

function toEmbedded(
  location: Exclude<DatabaseLocation, { kind: 'server' }>,
  openSession: OpenPgliteSession,
): Way {
  const session = openSession(location.kind === 'embedded' ? location.dataDir : undefined)
  return { options: { driver: pgliteDriver(session) }, terminate: () => session.terminate() }
}

import { Socket } from 'node:net'
import pg from 'pg'
import { DataSource } from 'typeorm'
import type { DatabaseLocation } from './database-location.ts'
import { ENTITIES } from './entities.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { openPgliteSession } from './embedded/open-pglite-session.ts'
import { pgliteDriver } from './embedded/pglite-driver.ts'
import type { OpenPgliteSession } from './embedded/pglite-session.ts'

/** How long a server of PostgreSQL is waited for. */
interface DatabaseLimits {
  /** For a connection, be it made or be it another's that becomes free. */
  readonly connectTimeoutMs: number
  /** For a statement; PostgreSQL ends it then, and where that does not answer either, it is given up. */
  readonly statementTimeoutMs: number
  /**
   * How long PostgreSQL waits for us in a transaction: of a server that was cut off it would keep the locks, and nobody
   * else could publish. Shorter than a statement, so that whoever waits for them still gets them.
   */
  readonly idleInTransactionMs: number
}

const LIMITS: DatabaseLimits = {
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 15_000,
  idleInTransactionMs: 5_000,
}
const POOL_SIZE = 10

export interface ConnectionOptions {
  readonly limits?: Partial<DatabaseLimits>
  /** How an embedded database is opened: in a thread of its own where the server was built. */
  readonly openSession?: OpenPgliteSession
}

/** A way to a database, and out of it. */
export class DatabaseConnection {
  readonly dataSource: DataSource
  readonly #terminate: () => Promise<void>

  constructor(location: DatabaseLocation, { openSession = openPgliteSession, limits }: ConnectionOptions) {
    const way =
      location.kind === 'server'
        ? toServer(location.url, { ...LIMITS, ...limits })
        : toEmbedded(location, openSession)
    this.#terminate = way.terminate
    this.dataSource = new DataSource({
      type: 'postgres',
      entities: ENTITIES,
      migrations: MIGRATIONS,
      migrationsTableName: 'migrations',
      installExtensions: false,
      logging: false,
      ...way.options,
    })
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

function toServer(url: string, limits: DatabaseLimits): Way {
  const { connectTimeoutMs, statementTimeoutMs, idleInTransactionMs } = limits
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
      connectTimeoutMS: connectTimeoutMs,
      poolSize: POOL_SIZE,
      extra: {
        stream,
        statement_timeout: statementTimeoutMs,
        query_timeout: statementTimeoutMs + connectTimeoutMs,
        idle_in_transaction_session_timeout: idleInTransactionMs,
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

import type { Clock } from '@evenkeel/core/clock'
import type { EntityManager } from 'typeorm'
import { StoreError } from '../errors.ts'
import type { Logger } from '../telemetry/logger.ts'
import { isConnectionLost } from './connection-lost.ts'
import type { ConnectionOptions } from './database-connection.ts'
import { DatabaseConnection } from './database-connection.ts'
import type { DatabaseLocation } from './database-location.ts'
import type { DatabaseMetrics } from './database-metrics.ts'
import { describeFailure } from './describe-failure.ts'
import { Transactions } from './transactions.ts'
import type { Transaction, UnitOfWork } from './unit-of-work.ts'

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 5_000
const CLOSE_WITHIN_MS = 5_000

export interface DatabaseOptions extends ConnectionOptions {
  readonly location: DatabaseLocation
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics?: DatabaseMetrics
}

/** What a transaction runs on, and the first failure in it, after which PostgreSQL would commit nothing. */
interface Running {
  readonly manager: EntityManager
  readonly connection: DatabaseConnection
  failure?: Error
}

/**
 * The database, connected and migrated when it is first needed and again after it was out of reach. Between tries
 * it waits 0.5 s, doubling to 5 s; whoever asks meanwhile gets the last failure at once.
 */
export class Database implements UnitOfWork {
  readonly #options: DatabaseOptions
  readonly #transactions = new Transactions<Running>()
  readonly #underWay = new Set<Promise<unknown>>()
  #connection: DatabaseConnection | undefined
  #connecting: Promise<DatabaseConnection> | undefined
  #failure: { readonly error: StoreError; readonly retryAt: number; readonly delayMs: number } | undefined
  #problem: StoreError | undefined
  #isClosed = false
  /** Closed in good order. */
  #ended: Promise<void> | undefined

  constructor(options: DatabaseOptions) {
    this.#options = options
  }

  /** Why it cannot be used, as far as anybody asked; absent while it can. */
  get problem(): StoreError | undefined {
    return this.#problem
  }

  async transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.#transactions.requireNoneBegun()
    return this.#attempt((connection) =>
      connection.dataSource.transaction(async (manager) => {
        const running: Running = { manager, connection }
        const result = await this.#transactions.enter(running, (tx) => work(tx).catch(wrapFailure))
        if (running.failure !== undefined) throw running.failure
        return result
      }),
    )
  }

  /** Gives `work` a manager: that of `tx`, or else one outside any transaction. Throws StoreError. */
  async run<T>(work: (manager: EntityManager) => Promise<T>, tx?: Transaction): Promise<T> {
    if (tx) {
      const running = this.#transactions.require(tx)
      return this.#ask(running.connection, () => work(running.manager)).catch((error: unknown) => {
        running.failure ??= error as Error
        throw error
      })
    }
    this.#transactions.requireUnboundAllowed()
    return this.#attempt((connection) => work(connection.dataSource.manager))
  }

  /** The same in a transaction in any case: `tx`, or else one of its own. */
  atomically<T>(work: (manager: EntityManager) => Promise<T>, tx?: Transaction): Promise<T> {
    return tx ? this.run(work, tx) : this.transact((own) => this.run(work, own))
  }

  /**
   * Lets what is written take the room of what was deleted from a table. A server of PostgreSQL does so by itself; an
   * embedded one would grow for ever. Throws StoreError.
   */
  async reclaim(table: string): Promise<void> {
    if (this.#options.location.kind === 'server') return
    await this.run((manager) => manager.query(`VACUUM ${table}`))
  }

  /**
   * Takes nothing more, lets what is under way end, and closes. What is not done after `withinMs` fails. May be called
   * again, to be done sooner.
   */
  async close({ withinMs = CLOSE_WITHIN_MS }: { readonly withinMs?: number } = {}): Promise<void> {
    this.#isClosed = true
    const connection = this.#connection
    if (!connection) return
    const ended = (this.#ended ??= Promise.allSettled(this.#underWay)
      .then(() => connection.close())
      .catch((error: unknown) =>
        this.#options.logger.warn('The database was not closed in good order', { error }),
      ))
    let forget = (): void => undefined
    const deadline = new Promise<void>(
      (resolve) => (forget = this.#options.clock.schedule(withinMs, resolve)),
    )
    await Promise.race([ended, deadline])
    forget()
    await connection.terminate()
  }

  #attempt<T>(work: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const attempt = this.#connect().then((connection) => this.#ask(connection, () => work(connection)))
    this.#underWay.add(attempt)
    const forget = (): unknown => this.#underWay.delete(attempt)
    attempt.then(forget, forget)
    return attempt
  }

  async #ask<T>(connection: DatabaseConnection, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      this.#noteUp()
      return result
    } catch (error) {
      if (error instanceof WorkFailure) throw error.cause
      if (isBug(error)) throw error
      if (isConnectionLost(error)) this.#drop(connection)
      throw this.#noteFailure(error)
    }
  }

  async #connect(): Promise<DatabaseConnection> {
    if (this.#isClosed) throw new StoreError('The database was closed', 'The server is stopping.')
    if (this.#failure && this.#options.clock.now() < this.#failure.retryAt) throw this.#failure.error
    this.#connecting ??= this.#open().catch((error: unknown) => {
      this.#connecting = undefined
      const known = this.#noteFailure(error)
      const delayMs = Math.min((this.#failure?.delayMs ?? FIRST_RETRY_MS / 2) * 2, LAST_RETRY_MS)
      this.#failure = { error: known, delayMs, retryAt: this.#options.clock.now() + delayMs }
      throw known
    })
    return this.#connecting
  }

  async #open(): Promise<DatabaseConnection> {
    const connection = new DatabaseConnection(this.#options.location, this.#options)
    this.#connection = connection
    try {
      await connection.open()
    } catch (error) {
      await connection.terminate()
      await connection.close().catch(() => undefined)
      throw error
    }
    this.#failure = undefined
    return connection
  }

  /** The next who asks connects anew. */
  #drop(connection: DatabaseConnection): void {
    if (this.#connection !== connection) return
    this.#connection = undefined
    this.#connecting = undefined
    const ended = connection.terminate().then(() => connection.close())
    ended.catch(() => undefined)
  }

  #noteUp(): void {
    if (this.#problem) this.#options.logger.info('The database answers again')
    this.#problem = undefined
    this.#options.metrics?.up(true)
  }

  /** Says so once, not at every try. */
  #noteFailure(cause: unknown): StoreError {
    const error = describeFailure(cause, this.#options.location)
    if (!this.#problem) this.#options.logger.error(error.message, { error })
    this.#problem = error
    this.#options.metrics?.up(false)
    return error
  }
}

/** Carries what the work of a transaction threw past what is made of the database's own failures. */
class WorkFailure extends Error {}

function wrapFailure(cause: unknown): never {
  throw new WorkFailure('the work of a transaction failed', { cause })
}

/** What the work itself threw for want of care; a database never fails so. */
const isBug = (error: unknown): boolean => error instanceof TypeError || error instanceof ReferenceError

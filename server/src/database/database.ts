import type { Clock } from '@evenkeel/core/clock'
import type { DataSource, EntityManager } from 'typeorm'
import { StoreError } from '../errors.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { DatabaseLocation } from './data-source.ts'
import { createDataSource } from './data-source.ts'
import { describeFailure } from './describe-failure.ts'
import { migrate } from './migrate.ts'

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 5_000

export interface DatabaseOptions {
  readonly location: DatabaseLocation
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * The database, connected and migrated when it is first needed and again after it was out of reach. Between tries
 * it waits 0.5 s, doubling to 5 s; whoever asks meanwhile gets the last failure at once.
 */
export class Database {
  private readonly options: DatabaseOptions
  private connecting: Promise<DataSource> | undefined
  private failure:
    { readonly error: StoreError; readonly retryAt: number; readonly delayMs: number } | undefined
  private isDown = false
  private isClosed = false

  constructor(options: DatabaseOptions) {
    this.options = options
  }

  /** Gives `work` a manager outside any transaction. Throws StoreError. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.attempt(async (dataSource) => work(dataSource.manager))
  }

  /** Gives `work` a manager inside a transaction, which is committed unless `work` throws. Throws StoreError. */
  transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.attempt((dataSource) => dataSource.transaction(work))
  }

  async close(): Promise<void> {
    this.isClosed = true
    const dataSource = await this.connecting?.catch(() => undefined)
    this.connecting = undefined
    await dataSource?.destroy()
  }

  private async attempt<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
    const dataSource = await this.connect()
    try {
      const result = await work(dataSource)
      this.noteUp()
      return result
    } catch (error) {
      throw isBug(error) ? error : this.noteFailure(error)
    }
  }

  private connect(): Promise<DataSource> {
    if (this.isClosed) throw new StoreError('The database was closed', 'The server is stopping.')
    if (this.failure && this.options.clock.now() < this.failure.retryAt) throw this.failure.error
    this.connecting ??= this.open().catch((error: unknown) => {
      this.connecting = undefined
      const known = this.noteFailure(error)
      const delayMs = Math.min((this.failure?.delayMs ?? FIRST_RETRY_MS / 2) * 2, LAST_RETRY_MS)
      this.failure = { error: known, delayMs, retryAt: this.options.clock.now() + delayMs }
      throw known
    })
    return this.connecting
  }

  private async open(): Promise<DataSource> {
    const dataSource = createDataSource(this.options.location)
    try {
      await dataSource.initialize()
      await migrate(dataSource)
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy()
      throw error
    }
    this.failure = undefined
    return dataSource
  }

  private noteUp(): void {
    if (this.isDown) this.options.logger.info('The database answers again')
    this.isDown = false
  }

  /** Says so once, not at every try. */
  private noteFailure(cause: unknown): StoreError {
    const error = describeFailure(cause, this.options.location)
    if (!this.isDown) this.options.logger.error(error.message, { error })
    this.isDown = true
    return error
  }
}

/** What the work itself threw for want of care; a database never fails so. */
const isBug = (error: unknown): boolean => error instanceof TypeError || error instanceof ReferenceError

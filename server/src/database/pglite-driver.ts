import { EventEmitter } from 'node:events'
import { PGlite } from '@electric-sql/pglite'

type Callback<T> = (error: Error | null, result?: T) => void
type Connected = (error: Error | null, client?: PGliteClient, release?: () => void) => void

/**
 * What TypeORM's PostgreSQL driver needs of `pg`, over a PostgreSQL inside this process. `dataDir` absent keeps
 * everything in memory.
 *
 * There is one session, so one holder has it at a time and the others wait: transactions never run into one another.
 */
export function pgliteDriver(dataDir: string | undefined): { readonly Pool: new () => PGlitePool } {
  return {
    Pool: class extends PGlitePool {
      constructor() {
        super(dataDir)
      }
    },
  }
}

/** Emits `error` as TypeORM listens for it; there is no connection to lose. */
class PGlitePool extends EventEmitter {
  private readonly dataDir: string | undefined
  private database: Promise<PGlite> | undefined
  private turn: Promise<void> = Promise.resolve()

  constructor(dataDir: string | undefined) {
    super()
    this.dataDir = dataDir
  }

  connect(connected: Connected): void {
    const before = this.turn
    let release = (): void => undefined
    this.turn = new Promise((resolve) => (release = resolve))
    before
      .then(() => this.open())
      .then(
        (database) => connected(null, new PGliteClient(database), release),
        (error: unknown) => {
          release()
          connected(error as Error)
        },
      )
  }

  end(ended: Callback<void>): void {
    const { database } = this
    this.database = undefined
    Promise.resolve(database)
      .then((open) => open?.close())
      .then(
        () => ended(null),
        (error: unknown) => ended(error as Error),
      )
  }

  private open(): Promise<PGlite> {
    this.database ??= PGlite.create(this.dataDir === undefined ? {} : { dataDir: this.dataDir })
    return this.database
  }
}

interface QueryAnswer {
  readonly rows: unknown[]
  readonly rowCount: number
}

class PGliteClient extends EventEmitter {
  private readonly database: PGlite

  constructor(database: PGlite) {
    super()
    this.database = database
  }

  /** As `pg` has it: a callback, where given, is called besides. */
  async query(sql: string, parameters?: unknown[] | Callback<QueryAnswer>, callback?: Callback<QueryAnswer>) {
    const done = typeof parameters === 'function' ? parameters : callback
    try {
      const answer = await this.answer(sql, Array.isArray(parameters) ? parameters : [])
      done?.(null, answer)
      return answer
    } catch (error) {
      if (!done) throw error
      done(error as Error)
      return undefined
    }
  }

  private async answer(sql: string, parameters: unknown[]): Promise<QueryAnswer> {
    const { rows, affectedRows = 0 } = await this.database.query(sql, parameters)
    return { rows, rowCount: affectedRows }
  }
}

import { EventEmitter } from 'node:events'
import type { PgliteSession, QueryAnswer } from './pglite-session.ts'

type Callback<T> = (error: Error | null, result?: T) => void
type Connected = (error: Error | null, client?: PgliteClient, release?: () => void) => void

/**
 * What TypeORM's PostgreSQL driver needs of `pg`, over an embedded PostgreSQL. There is one session, so one holder has
 * it at a time and the others wait: transactions never run into one another.
 */
export function pgliteDriver(session: PgliteSession): { readonly Pool: new () => PglitePool } {
  return {
    Pool: class extends PglitePool {
      constructor() {
        super(session)
      }
    },
  }
}

/** Emits `error` as TypeORM listens for it; there is no connection to lose. */
class PglitePool extends EventEmitter {
  private readonly session: PgliteSession
  private turn: Promise<void> = Promise.resolve()

  constructor(session: PgliteSession) {
    super()
    this.session = session
  }

  connect(connected: Connected): void {
    const before = this.turn
    let release = (): void => undefined
    this.turn = new Promise((resolve) => (release = resolve))
    void before.then(() => connected(null, new PgliteClient(this.session), release))
  }

  end(ended: Callback<void>): void {
    this.session.close().then(
      () => ended(null),
      (error: unknown) => ended(error as Error),
    )
  }
}

class PgliteClient extends EventEmitter {
  private readonly session: PgliteSession

  constructor(session: PgliteSession) {
    super()
    this.session = session
  }

  /** As `pg` has it: a callback, where given, is called besides. */
  async query(sql: string, parameters?: unknown[] | Callback<QueryAnswer>, callback?: Callback<QueryAnswer>) {
    const done = typeof parameters === 'function' ? parameters : callback
    try {
      const answer = await this.session.query(sql, Array.isArray(parameters) ? parameters : [])
      done?.(null, answer)
      return answer
    } catch (error) {
      if (!done) throw error
      done(error as Error)
      return undefined
    }
  }
}

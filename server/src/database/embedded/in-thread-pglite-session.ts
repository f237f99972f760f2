import type { PGlite } from '@electric-sql/pglite'
import { openPglite } from './open-pglite.ts'
import type { PgliteSession, QueryAnswer } from './pglite-session.ts'

/** On the thread that asks, which stands still for as long as a statement runs. */
export class InThreadPgliteSession implements PgliteSession {
  readonly #opening: Promise<PGlite>

  constructor(dataDir: string | undefined) {
    this.#opening = openPglite(dataDir)
    // Whoever asks is told; until then, nobody need be.
    this.#opening.catch(() => undefined)
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer> {
    const database = await this.#opening
    const { rows, affectedRows = 0 } = await database.query(sql, [...parameters])
    return { rows, rowCount: affectedRows }
  }

  async close(): Promise<void> {
    const database = await this.#opening.catch(() => undefined)
    if (database?.closed === false) await database.close()
  }

  /** Nothing can end a statement on this thread before it ends by itself. */
  terminate(): Promise<void> {
    return Promise.resolve()
  }
}

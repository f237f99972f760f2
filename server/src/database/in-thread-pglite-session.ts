import type { PGliteOptions } from '@electric-sql/pglite'
import { PGlite, types } from '@electric-sql/pglite'
import type { PgliteSession, QueryAnswer } from './pglite-session.ts'

/** PGlite's own make an array of texts of every byte, which takes seconds for what is published. */
const BYTES: PGliteOptions = {
  // What is no text is sent as it is, whatever the type of a serializer says.
  serializers: { [types.BYTEA]: (bytes: Uint8Array) => bytes as unknown as string },
  parsers: { [types.BYTEA]: parseHex },
}

/** On the thread that asks, which stands still for as long as a statement runs. */
export class InThreadPgliteSession implements PgliteSession {
  readonly #opening: Promise<PGlite>

  constructor(dataDir: string | undefined) {
    this.#opening = PGlite.create(dataDir === undefined ? BYTES : { ...BYTES, dataDir })
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

/** Of PostgreSQL's `\x00ff…`, into a buffer of its own. */
function parseHex(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) / 2)
  Buffer.from(bytes.buffer).write(text.slice(2), 'hex')
  return bytes
}

export interface QueryAnswer {
  readonly rows: unknown[]
  /** How many rows were changed. */
  readonly rowCount: number
}

/** The one session of an embedded PostgreSQL, which is opened, and made where there is none, before it answers. */
export interface PgliteSession {
  /**
   * Throws an Error with PostgreSQL's `code` for what it refuses, an Error where it cannot be opened, and
   * SessionEndedError.
   */
  query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer>
  /** Writes what is in memory to the disk and ends, after what was asked before. */
  close(): Promise<void>
  /** Ends at once, whatever it is at; what is under way fails. What was committed is on the disk. */
  terminate(): Promise<void>
}

/** Gives a session of the database in a directory; undefined keeps it in memory. */
export type OpenPgliteSession = (dataDir: string | undefined) => PgliteSession

export const SESSION_ENDED = 'session-ended'

/** The embedded PostgreSQL is gone; another must be opened. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError'
  readonly code = SESSION_ENDED
}

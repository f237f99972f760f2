import { SessionEndedError } from './embedded/pglite-session.ts'

/** What `pg` says of a statement that its server neither answered nor ended in time; it has no code for it. */
const UNANSWERED = 'Query read timeout'

/**
 * Whether a failure means that whoever is asked next will not answer either, so that all must be connected anew. A
 * connection that is dropped is not meant: `pg` sees to it by itself.
 */
export function isConnectionLost(error: unknown): boolean {
  const { driverError = error } = (error ?? {}) as { readonly driverError?: unknown }
  return (
    driverError instanceof SessionEndedError ||
    (driverError instanceof Error && driverError.message === UNANSWERED)
  )
}

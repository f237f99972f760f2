import { StoreError } from '../errors.ts'
import type { DatabaseLocation } from './database-location.ts'
import { SESSION_ENDED } from './embedded/pglite-session.ts'

const SERVED = 'What was served before is still served.'

/** What is worth knowing of a failure, in words that hold neither the password nor a statement's parameters. */
export function describeFailure(cause: unknown, location: DatabaseLocation): StoreError {
  if (cause instanceof StoreError) return cause
  const reason = reasonOf(cause)
  return new StoreError(
    `The database ${describeLocation(location)} cannot be used: ${reason.text}`,
    `${hintOf(reason.code, location)} ${SERVED}`,
    { cause: withoutParameters(cause) },
  )
}

/** Host, port and name; never user or password. */
export function describeLocation(location: DatabaseLocation): string {
  if (location.kind === 'memory') return 'in memory'
  if (location.kind === 'embedded') return `in ${location.dataDir}`
  const { hostname, port, pathname } = new URL(location.url)
  return `at ${hostname}:${port === '' ? '5432' : port}${pathname}`
}

function reasonOf(cause: unknown): { readonly text: string; readonly code: string } {
  // Several addresses of one host, each refused on its own: the first one speaks for all.
  const error: unknown = cause instanceof AggregateError ? (cause.errors as unknown[])[0] : cause
  if (!(error instanceof Error)) return { text: String(error), code: '' }
  const { code, driverError } = error as Error & { readonly code?: unknown; readonly driverError?: unknown }
  if (driverError instanceof Error && driverError !== error) return reasonOf(driverError)
  const known = typeof code === 'string' ? code : ''
  return { text: error.message === '' ? known : error.message, code: known }
}

const HINTS = new Map([
  ['ECONNREFUSED', 'Nothing listens there: start PostgreSQL, or correct the host and port in DATABASE_URL.'],
  ['ENOTFOUND', 'No host has that name: correct the host in DATABASE_URL, or the DNS.'],
  ['28P01', 'Correct the user or password in DATABASE_URL.'],
  ['28000', 'Correct the user or password in DATABASE_URL, or let the user in with pg_hba.conf.'],
  ['3D000', 'Create the database, or correct its name in DATABASE_URL.'],
  ['42501', 'Give the user the right to create tables, or to use the ones that are there.'],
  ['53300', 'Raise max_connections of PostgreSQL, or run fewer replicas.'],
  ['53100', 'Its disk is full: make room.'],
  ['57014', 'A statement took longer than 15 s: see whether PostgreSQL is overloaded or a lock is held.'],
])

function hintOf(code: string, location: DatabaseLocation): string {
  if (location.kind === 'server') {
    return (
      HINTS.get(code) ??
      'See that PostgreSQL runs and that DATABASE_URL is right; it is tried again until it answers.'
    )
  }
  if (code === SESSION_ENDED) return 'It is opened again by itself; see whether the machine has memory left.'
  return 'See that the data directory is writable, has room, and is used by no other server; or set DATABASE_URL.'
}

/** TypeORM's error carries the statement's parameters, which must not reach a log. */
function withoutParameters(cause: unknown): unknown {
  const { driverError } = (cause ?? {}) as { readonly driverError?: unknown }
  return driverError ?? cause
}

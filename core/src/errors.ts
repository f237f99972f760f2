export const SNAPSHOT_ERROR_CODES = [
  'not-a-frame',
  'unknown-format',
  'too-large',
  'wrong-digest',
  'wrong-signature',
  'malformed',
  'does-not-fit',
] as const
export type SnapshotErrorCode = (typeof SNAPSHOT_ERROR_CODES)[number]

/** A frame or a snapshot that must not be used. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
  readonly code: SnapshotErrorCode

  constructor(code: SnapshotErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** What was thrown, in words. Never throws, whatever was. */
export function messageOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return String(thrown)
    const said = thrown.message === '' ? codeOf(thrown) : thrown.message
    return thrown.cause === undefined ? said : `${said}: ${messageOf(thrown.cause)}`
  } catch {
    return 'something that cannot be shown was thrown'
  }
}

/** Node's AggregateError for a refused connection has a code and no message. */
function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name
}

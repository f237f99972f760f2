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

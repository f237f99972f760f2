import type { SnapshotErrorCode } from '@evenkeel/core/errors'

/** Why something did not work; the codes of frames and snapshots that were refused are SnapshotErrorCodes. */
export type SdkErrorCode =
  /** Thrown by createClient: the options are wrong. */
  | 'invalid-options'
  /** No answer: refused, reset, timed out, or silent for too long. */
  | 'unreachable'
  /** The token is not, or no longer, good for the environment. */
  | 'unauthorized'
  /** The server does not serve the environment (yet), or the URL leads elsewhere. */
  | 'unknown-environment'
  /** The server refuses to evaluate for the context of a page. */
  | 'invalid-context'
  /** The server answered, but not with what was asked for. */
  | 'unavailable'
  /** Something on the way does not let WebSockets through. */
  | 'stream-refused'
  /** The file cannot be read. */
  | 'unreadable-file'
  /** A snapshot of another environment. */
  | 'other-environment'
  /** A snapshot older than the one in use. */
  | 'older-revision'
  /** A frame whose time was over when it came. It is used, but the client becomes stale. */
  | 'expired'
  /** A snapshot that cannot be used although nothing says why: a bug to report. */
  | 'unusable'
  | SnapshotErrorCode

export interface SdkErrorOptions extends ErrorOptions {
  readonly retryAfterMs?: number | undefined
}

/** Thrown by createClient for wrong options; afterwards only ever handed to `error` listeners. */
export class SdkError extends Error {
  override readonly name = 'SdkError'
  readonly code: SdkErrorCode
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined

  constructor(code: SdkErrorCode, message: string, options: SdkErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }
}

import type { SnapshotErrorCode } from '@evenkeel/core/errors'
import { messageOf, SnapshotError } from '@evenkeel/core/errors'
import type { RepositoryErrorCode } from '../../errors.ts'
import { RepositoryError } from '../../errors.ts'

/** An operational fault as it crosses from one process to another. */
export type FaultData = {
  readonly message: string
  /** What the cause said, and the cause's cause. */
  readonly cause?: string
} & (
  | { readonly name: 'RepositoryError'; readonly code: RepositoryErrorCode; readonly hint: string }
  | { readonly name: 'SnapshotError'; readonly code: SnapshotErrorCode }
)

/** Throws what it is given where that is no operational fault but a bug. */
export function writeFault(error: Error): FaultData {
  const { message } = error
  const cause = error.cause === undefined ? {} : { cause: messageOf(error.cause) }
  if (error instanceof RepositoryError) {
    return { name: 'RepositoryError', code: error.code, message, hint: error.hint, ...cause }
  }
  if (error instanceof SnapshotError) return { name: 'SnapshotError', code: error.code, message, ...cause }
  throw error
}

export function readFault(fault: FaultData): RepositoryError | SnapshotError {
  const options = fault.cause === undefined ? {} : { cause: new Error(fault.cause) }
  return fault.name === 'RepositoryError'
    ? new RepositoryError(fault.code, fault.message, fault.hint, options)
    : new SnapshotError(fault.code, fault.message, options)
}

import { SnapshotError } from '@evenkeel/core/errors'
import { ControlError, PreparationError, RepositoryError, StoreError } from '../../errors.ts'
import type { SyncFailure } from './sync-attempt-store.ts'

/** Why a sync failed, for an operator. */
export function describeSyncFailure(error: unknown): SyncFailure {
  if (
    error instanceof RepositoryError ||
    error instanceof StoreError ||
    error instanceof ControlError ||
    error instanceof PreparationError
  ) {
    return { code: error.code, message: error.message, hint: error.hint }
  }
  if (error instanceof SnapshotError) {
    return {
      code: `snapshot-${error.code}`,
      message: `What was compiled cannot be read back: ${error.message}`,
      hint: 'This is a fault of the server: revert the commit, and report it.',
    }
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a fault of the server; its log has the stack.',
  }
}

import type { SnapshotError } from '@evenkeel/core/errors'
import type { Hold } from './hold.ts'

/** A base that fits by itself, and not any more with the operations in force. Ends by itself when it fits. */
export const roomHold = (environment: string, commit: string, error: SnapshotError): Hold => ({
  code: 'no-room',
  environment,
  commit,
  message: `Commit ${commit.slice(0, 12)} does not fit into the frames of ${environment} together with the operations in force: ${error.message}`,
  hint: 'Lift operations that are not needed any more, remove flags, or raise spec.capacity.frameKiB of the environment; it is published by itself when it fits.',
})

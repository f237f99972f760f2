import type { Signer } from '@evenkeel/core/snapshot'
import { writeFrame } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../node-platform.ts'
import type { StoredSnapshot } from './store/snapshot-store.ts'

/**
 * The frame of a stored snapshot; the same bytes all through a signing period. Without a signer it is one for this
 * process alone. Throws SnapshotError `does-not-fit`.
 */
export const writeStoredFrame = (stored: StoredSnapshot, nowMs: number, signer?: Signer): Uint8Array =>
  writeFrame({
    environment: stored.environment,
    scope: 'default',
    epoch: stored.epoch,
    sequence: stored.sequence,
    payload: stored.payload,
    inflatedLength: stored.inflatedLength,
    frameBytes: stored.frameBytes,
    nowMs,
    sha256: nodePlatform.sha256,
    ...(signer && { signer }),
  })

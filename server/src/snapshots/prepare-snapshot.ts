import { createEvaluator } from '@evenkeel/core/evaluation'
import type { Evaluator } from '@evenkeel/core/evaluation'
import { SnapshotError } from '@evenkeel/core/errors'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { parseSnapshot, readFramePayload, readableSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../node-platform.ts'
import type { ServedSnapshot } from './served-snapshot.ts'
import type { SigningKey } from './signing/signing-key.ts'
import { writeSignedFrame } from './signing/write-signed-frame.ts'
import type { StoredSnapshot } from './snapshot-store.ts'

const PROBE = { targetingKey: 'evenkeel-probe' }

/**
 * Does with what was stored what an SDK will do: reads the frame, then evaluates every flag. Throws SnapshotError
 * when any of it fails, so that what an SDK could not use is never served.
 */
export function prepareSnapshot(stored: StoredSnapshot, key: SigningKey, now: () => number): ServedSnapshot {
  const frame = writeSignedFrame(stored, key.signer, now())
  const text = readFramePayload(frame, {
    sha256: nodePlatform.sha256,
    inflate: nodePlatform.inflate,
    verifiers: [key.verifier],
  })
  const snapshot = parseSnapshot(text)
  requireSame(stored, snapshot)
  const evaluator = createEvaluator({ snapshot, now })
  requireEvaluable(evaluator)
  const readable = readableSnapshot(snapshot)
  return {
    stored,
    snapshot,
    evaluator,
    readable,
    json: Buffer.from(`${JSON.stringify(readable, null, 2)}\n`),
  }
}

function requireSame(stored: StoredSnapshot, { environment, revision, contentHash }: Snapshot): void {
  const same =
    stored.environment === environment &&
    stored.epoch === revision.epoch &&
    stored.sequence === revision.sequence &&
    stored.commit === revision.commit &&
    stored.stateHash === revision.stateHash &&
    stored.contentHash === contentHash
  if (same) return
  throw new SnapshotError(
    'malformed',
    `its payload is of ${environment} ${revision.epoch}.${revision.sequence} at ${revision.commit}`,
  )
}

function requireEvaluable(evaluator: Evaluator): void {
  for (const key of evaluator.snapshot.flags.keys()) {
    const { reason, errorMessage } = evaluator.evaluate(key, 'any', null, PROBE)
    if (reason !== 'ERROR') continue
    throw new SnapshotError(
      'malformed',
      `the flag ${key} cannot be evaluated: ${errorMessage ?? 'it says no more'}`,
    )
  }
}

import { generateKeyPairSync } from 'node:crypto'
import type { Clock } from '@evenkeel/core/clock'
import { anInlinePreparer } from '../preparation/a-revision.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { FakeSnapshotMetrics } from './fake-snapshot-metrics.ts'
import { FakeLastKnownGood } from './last-known-good/fake-last-known-good.ts'
import { signingKeyOf } from './signing/signing-key.ts'
import { SnapshotService } from './snapshot-service.ts'

/** For tests: a SnapshotService over fakes, with a key of its own. */
export function aSnapshotService(clock: Clock, lastKnownGood: FakeLastKnownGood = new FakeLastKnownGood()) {
  const logger = new FakeLogger()
  const metrics = new FakeSnapshotMetrics()
  const signingKey = signingKeyOf(generateKeyPairSync('ed25519').privateKey)
  const preparer = anInlinePreparer()
  const service = new SnapshotService({
    clock,
    lastKnownGood,
    logger,
    metrics,
    signingKey,
    reader: preparer,
  })
  return { service, logger, metrics, signingKey, lastKnownGood, preparer }
}

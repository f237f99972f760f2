import { generateKeyPairSync } from 'node:crypto'
import type { Clock } from '@evenkeel/core/clock'
import { anInlinePreparer } from '../preparation/a-revision.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { FakeSnapshotMetrics } from './fake-snapshot-metrics.ts'
import { FakeLastKnownGood } from './last-known-good/fake-last-known-good.ts'
import type { LastKnownGood } from './last-known-good/last-known-good.ts'
import type { SigningKey } from './signing/signing-key.ts'
import { signingKeyOf } from './signing/signing-key.ts'
import { SnapshotService } from './snapshot-service.ts'

/** For tests: the key that every SnapshotService of a test file signs with. */
const SIGNING_KEY = signingKeyOf(generateKeyPairSync('ed25519').privateKey)

/** For tests: a SnapshotService over fakes. */
export function aSnapshotService<L extends LastKnownGood = FakeLastKnownGood>(
  clock: Clock,
  lastKnownGood: L = new FakeLastKnownGood() as LastKnownGood as L,
  signingKey: SigningKey = SIGNING_KEY,
) {
  const logger = new FakeLogger()
  const metrics = new FakeSnapshotMetrics()
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

import { FakeDatabase } from '../database/fake-database.ts'
import type { Clock } from '@evenkeel/core/clock'
import type { Revision } from '@evenkeel/core/revision'
import { formatRevision } from '@evenkeel/core/revision'
import { OperationService } from '../operations/operation-service.ts'
import { FakeReferenceStore } from '../reference/fake-reference-store.ts'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { FakeSnapshotStore } from '../snapshots/store/fake-snapshot-store.ts'
import { FakeLastKnownGood } from '../snapshots/last-known-good/fake-last-known-good.ts'
import { FakeSigningKeyStore } from '../snapshots/signing/fake-signing-key-store.ts'
import { KeyRegistry } from '../snapshots/signing/key-registry.ts'
import type { SigningKey } from '../snapshots/signing/signing-key.ts'
import { epochAt } from './epoch.ts'
import { Publisher } from './publisher.ts'

export interface PublisherSurroundings {
  readonly clock: Clock
  readonly database?: FakeDatabase
  readonly lastKnownGood?: FakeLastKnownGood
  /** Over `database`. */
  readonly store?: FakeSnapshotStore
  readonly signingKey?: SigningKey
}

/** The epoch before the one that a store begins which is made anew when a fake clock starts. */
export const EPOCH_BEFORE = epochAt(Date.parse('2026-11-01T00:00:00Z')) - 1

/** As `1.2`, where the first epoch is 1. */
export const sinceEpochBefore = ({ epoch, sequence }: Revision): string =>
  formatRevision({ epoch: epoch - EPOCH_BEFORE, sequence })

/** For tests: what publishes in one process, over fakes; what is handed in was there before it started. */
export function aPublisher(surroundings: PublisherSurroundings) {
  const { clock, database = new FakeDatabase(), lastKnownGood = new FakeLastKnownGood() } = surroundings
  const store = surroundings.store ?? new FakeSnapshotStore(database)
  const reference = new FakeReferenceStore(database)
  const { service, preparer, ...notes } = aSnapshotService(clock, lastKnownGood, surroundings.signingKey)
  const { logger, signingKey } = notes
  const keyStore = new FakeSigningKeyStore(database)
  const keys = new KeyRegistry({ store: keyStore, signingKey, snapshots: service, clock, logger })
  const publisher = new Publisher({
    unitOfWork: database,
    store,
    reference,
    snapshots: service,
    reader: preparer,
    clock,
    logger,
    keys,
  })
  const operations = new OperationService({ publisher, preparer })
  /** As `production 1.2 <commit>`, where the first epoch is 1. */
  const served = () =>
    service.list().map(({ stored }) => `${stored.environment} ${sinceEpochBefore(stored)} ${stored.commit}`)
  return {
    ...notes,
    clock,
    database,
    lastKnownGood,
    store,
    reference,
    service,
    preparer,
    keys,
    keyStore,
    publisher,
    operations,
    served,
  }
}

import type { StoredRevision } from '../store/stored-revision.ts'
import type { LastKnownGood } from './last-known-good.ts'

/** For tests: writes a revision down and keeps it. */
export async function keepRevision(lastKnownGood: LastKnownGood, revision: StoredRevision): Promise<void> {
  await (await lastKnownGood.write(revision)).keep()
}

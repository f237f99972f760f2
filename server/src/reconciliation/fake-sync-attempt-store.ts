import { StoreError } from '../errors.ts'
import type { SyncAttempt, SyncAttemptStore } from './sync-attempt-store.ts'

/** Keeps attempts in memory; `isDown` makes it answer as a store whose database is out of reach. */
export class FakeSyncAttemptStore implements SyncAttemptStore {
  readonly attempts: SyncAttempt[] = []
  isDown = false

  record(attempt: SyncAttempt): Promise<void> {
    if (this.isDown) return Promise.reject(databaseDown())
    this.attempts.push(attempt)
    return Promise.resolve()
  }

  findLatest(limit: number): Promise<readonly SyncAttempt[]> {
    if (this.isDown) return Promise.reject(databaseDown())
    return Promise.resolve(this.attempts.toReversed().slice(0, limit))
  }
}

const databaseDown = () =>
  new StoreError(
    'The database cannot be used: it is down',
    'Start it. What was served before is still served.',
  )

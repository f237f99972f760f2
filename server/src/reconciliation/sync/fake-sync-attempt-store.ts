import type { FakeTable } from '../../database/fake-database.ts'
import { FakeDatabase } from '../../database/fake-database.ts'
import { storableJson } from '../../database/storable.ts'
import type { Transaction } from '../../database/unit-of-work.ts'
import type { SyncAttempt, SyncAttemptStore } from './sync-attempt-store.ts'

/** Keeps attempts in the memory of a FakeDatabase. */
export class FakeSyncAttemptStore implements SyncAttemptStore {
  readonly database: FakeDatabase
  private readonly tx: Transaction | undefined
  private readonly table: FakeTable<readonly SyncAttempt[]>

  constructor(database = new FakeDatabase(), tx?: Transaction) {
    this.database = database
    this.tx = tx
    this.table = database.table('sync_attempts', [])
  }

  get attempts(): readonly SyncAttempt[] {
    return this.table.rows
  }

  record(attempt: SyncAttempt): Promise<void> {
    return this.database.run(() => {
      this.table.rows = [...this.table.rows, storable(attempt)]
    }, this.tx)
  }

  findLatest(limit: number): Promise<readonly SyncAttempt[]> {
    return this.database.run(() => this.table.rows.toReversed().slice(0, limit), this.tx)
  }

  within(tx: Transaction): SyncAttemptStore {
    return new FakeSyncAttemptStore(this.database, tx)
  }
}

const storable = (attempt: SyncAttempt): SyncAttempt => ({
  ...attempt,
  issues: storableJson(attempt.issues),
  ...(attempt.error && { error: storableJson(attempt.error) }),
})

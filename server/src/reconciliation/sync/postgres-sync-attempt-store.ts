import type { Database } from '../../database/database.ts'
import { SyncAttemptEntity } from '../../database/entities.ts'
import type { SyncAttemptRow } from '../../database/rows.ts'
import { storableJson } from '../../database/storable.ts'
import type { Transaction } from '../../database/unit-of-work.ts'
import type { SyncAttempt, SyncAttemptStore } from './sync-attempt-store.ts'

export class PostgresSyncAttemptStore implements SyncAttemptStore {
  private readonly database: Database
  private readonly tx: Transaction | undefined

  constructor(database: Database, tx?: Transaction) {
    this.database = database
    this.tx = tx
  }

  async record(attempt: SyncAttempt): Promise<void> {
    const { startedAt, finishedAt, outcome, trigger, commit = null } = attempt
    const row: SyncAttemptRow = {
      startedAt,
      finishedAt,
      outcome,
      trigger,
      commit,
      issues: storableJson(attempt.issues),
      error: attempt.error ? storableJson(attempt.error) : null,
    }
    await this.database.run((manager) => manager.insert(SyncAttemptEntity, row), this.tx)
  }

  async findLatest(limit: number): Promise<readonly SyncAttempt[]> {
    const rows = await this.database.run(
      (manager) => manager.find(SyncAttemptEntity, { order: { id: 'DESC' }, take: limit }),
      this.tx,
    )
    return rows.map(toAttempt)
  }

  within(tx: Transaction): SyncAttemptStore {
    return new PostgresSyncAttemptStore(this.database, tx)
  }
}

function toAttempt({
  startedAt,
  finishedAt,
  outcome,
  trigger,
  commit,
  issues,
  error,
}: SyncAttemptRow): SyncAttempt {
  return {
    startedAt,
    finishedAt,
    outcome,
    trigger,
    issues,
    ...(commit !== null && { commit }),
    ...(error !== null && { error }),
  }
}

import type { Database } from '../database/database.ts'
import { SyncAttemptEntity } from '../database/entities.ts'
import type { SyncAttemptRow } from '../database/rows.ts'
import type { SyncAttempt, SyncAttemptStore } from './sync-attempt-store.ts'

export class PostgresSyncAttemptStore implements SyncAttemptStore {
  private readonly database: Database

  constructor(database: Database) {
    this.database = database
  }

  async record(attempt: SyncAttempt): Promise<void> {
    const { startedAt, finishedAt, outcome, trigger, commit = null, issues, error = null } = attempt
    const row: SyncAttemptRow = { startedAt, finishedAt, outcome, trigger, commit, issues, error }
    await this.database.run((manager) => manager.insert(SyncAttemptEntity, row))
  }

  async findLatest(limit: number): Promise<readonly SyncAttempt[]> {
    const rows = await this.database.run((manager) =>
      manager.find(SyncAttemptEntity, { order: { id: 'DESC' }, take: limit }),
    )
    return rows.map(toAttempt)
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

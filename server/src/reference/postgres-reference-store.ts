import type { Database } from '../database/database.ts'
import type { Transaction } from '../database/unit-of-work.ts'
import type { Binding, Reference, ReferenceStore } from './reference-store.ts'

/** What is not known yet is null; there may be no row at all. */
interface ReferenceRow {
  readonly repository: string | null
  readonly branch: string | null
  readonly path: string | null
  readonly commit: string | null
  /** A bigint, which `pg` gives as text. */
  readonly epochFloor: string | number
}

export class PostgresReferenceStore implements ReferenceStore {
  private readonly database: Database
  private readonly tx: Transaction | undefined

  constructor(database: Database, tx?: Transaction) {
    this.database = database
    this.tx = tx
  }

  async load(): Promise<Reference> {
    const [row] = await this.ask<ReferenceRow>(
      'SELECT repository, branch, path, commit, epoch_floor AS "epochFloor" FROM reference',
    )
    if (!row) return { epochFloor: 0 }
    const { repository, branch, path, commit } = row
    return {
      ...(repository !== null &&
        branch !== null &&
        path !== null && { binding: { repository, branch, path } }),
      ...(commit !== null && { commit }),
      epochFloor: Number(row.epochFloor),
    }
  }

  async bind({ repository, branch, path }: Binding): Promise<void> {
    await this.ask(
      `INSERT INTO reference (repository, branch, path) VALUES ($1, $2, $3)
       ON CONFLICT (only_row) DO UPDATE
       SET repository = excluded.repository, branch = excluded.branch, path = excluded.path`,
      [repository, branch, path],
    )
  }

  async setCommit(commit: string): Promise<void> {
    await this.ask(
      `INSERT INTO reference (commit) VALUES ($1)
       ON CONFLICT (only_row) DO UPDATE SET commit = excluded.commit`,
      [commit],
    )
  }

  async raiseEpochFloor(epoch: number): Promise<void> {
    await this.ask(
      `INSERT INTO reference (epoch_floor) VALUES ($1)
       ON CONFLICT (only_row) DO UPDATE
       SET epoch_floor = greatest(reference.epoch_floor, excluded.epoch_floor)`,
      [epoch],
    )
  }

  async accept(commit: string, at: Date): Promise<void> {
    await this.ask(
      'INSERT INTO acceptances (commit, accepted_at) VALUES ($1, $2) ON CONFLICT (commit) DO NOTHING',
      [commit, at],
    )
  }

  async isAccepted(commit: string): Promise<boolean> {
    return (await this.ask('SELECT FROM acceptances WHERE commit = $1', [commit])).length > 0
  }

  within(tx: Transaction): ReferenceStore {
    return new PostgresReferenceStore(this.database, tx)
  }

  private ask<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.database.run((manager) => manager.query<readonly Row[]>(sql, [...parameters]), this.tx)
  }
}

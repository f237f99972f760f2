import type { Database } from '../../database/database.ts'
import type { Transaction } from '../../database/unit-of-work.ts'
import type { RegisteredKey, SigningKeyStore } from './signing-key-store.ts'

interface SigningKeyRow {
  readonly id: string
  readonly publicKey: string
  readonly registeredAt: Date
  readonly retiredAt: Date | null
}

export class PostgresSigningKeyStore implements SigningKeyStore {
  private readonly database: Database
  private readonly tx: Transaction | undefined

  constructor(database: Database, tx?: Transaction) {
    this.database = database
    this.tx = tx
  }

  async list(): Promise<readonly RegisteredKey[]> {
    const rows = await this.ask<SigningKeyRow>(
      `SELECT id, public_key AS "publicKey", registered_at AS "registeredAt", retired_at AS "retiredAt"
       FROM signing_keys ORDER BY registered`,
    )
    return rows.map(({ retiredAt, ...key }) => ({ ...key, ...(retiredAt !== null && { retiredAt }) }))
  }

  async register({ id, publicKey }: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): Promise<void> {
    await this.ask(
      `INSERT INTO signing_keys (id, public_key, registered_at) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET retired_at = NULL`,
      [id, publicKey, at],
    )
  }

  /** Under a lock: of servers that start at once, one is the first. */
  registerFirst({ id, publicKey }: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): Promise<boolean> {
    return this.database.atomically(async (manager) => {
      await manager.query('LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE')
      const registered = await manager.query<readonly unknown[]>(
        `INSERT INTO signing_keys (id, public_key, registered_at)
         SELECT $1, $2, $3::timestamptz WHERE NOT EXISTS (SELECT FROM signing_keys)
         RETURNING id`,
        [id, publicKey, at],
      )
      return registered.length > 0
    }, this.tx)
  }

  async retire(id: string, at: Date): Promise<boolean> {
    const retired = await this.ask(
      `WITH retired AS (
         UPDATE signing_keys SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL RETURNING id
       ) SELECT id FROM retired`,
      [id, at],
    )
    return retired.length > 0
  }

  within(tx: Transaction): SigningKeyStore {
    return new PostgresSigningKeyStore(this.database, tx)
  }

  private ask<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.database.run((manager) => manager.query<readonly Row[]>(sql, [...parameters]), this.tx)
  }
}

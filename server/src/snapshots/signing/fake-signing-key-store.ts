import type { FakeTable } from '../../database/fake-database.ts'
import { FakeDatabase } from '../../database/fake-database.ts'
import type { Transaction } from '../../database/unit-of-work.ts'
import type { RegisteredKey, SigningKeyStore } from './signing-key-store.ts'

/** Keeps keys in the memory of a FakeDatabase. */
export class FakeSigningKeyStore implements SigningKeyStore {
  readonly database: FakeDatabase
  private readonly tx: Transaction | undefined
  private readonly keys: FakeTable<readonly RegisteredKey[]>

  constructor(database = new FakeDatabase(), tx?: Transaction) {
    this.database = database
    this.tx = tx
    this.keys = database.table('signing_keys', [])
  }

  list(): Promise<readonly RegisteredKey[]> {
    return this.database.run(() => this.keys.rows, this.tx)
  }

  register(key: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): Promise<void> {
    return this.database.run(() => {
      const isKnown = this.keys.rows.some(({ id }) => id === key.id)
      this.keys.rows = isKnown
        ? this.keys.rows.map((known) => (known.id === key.id ? withoutEnd(known) : known))
        : [...this.keys.rows, registered(key, at)]
    }, this.tx)
  }

  registerFirst(key: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): Promise<boolean> {
    return this.database.run(() => {
      if (this.keys.rows.length > 0) return false
      this.keys.rows = [registered(key, at)]
      return true
    }, this.tx)
  }

  retire(id: string, at: Date): Promise<boolean> {
    return this.database.run(() => {
      const key = this.keys.rows.find((known) => known.id === id && known.retiredAt === undefined)
      this.keys.rows = this.keys.rows.map((known) => (known === key ? { ...known, retiredAt: at } : known))
      return key !== undefined
    }, this.tx)
  }

  within(tx: Transaction): SigningKeyStore {
    return new FakeSigningKeyStore(this.database, tx)
  }
}

const registered = ({ id, publicKey }: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): RegisteredKey => ({
  id,
  publicKey,
  registeredAt: at,
})

const withoutEnd = ({ id, publicKey, registeredAt }: RegisteredKey): RegisteredKey => ({
  id,
  publicKey,
  registeredAt,
})

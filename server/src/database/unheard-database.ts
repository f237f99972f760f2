import { StoreError } from '../errors.ts'
import { FakeDatabase } from './fake-database.ts'
import type { Transaction } from './unit-of-work.ts'

/** For tests: a database that can commit without anybody hearing of it. */
export class UnheardDatabase extends FakeDatabase {
  /** Loses the answer to the next transaction. */
  losesAnswer = false

  override async transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await super.transact(work)
    if (!this.losesAnswer) return result
    this.losesAnswer = false
    throw new StoreError('The database went away before it answered', 'It is tried again by itself.')
  }
}

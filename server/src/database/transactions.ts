import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transaction } from './unit-of-work.ts'

/** The transactions that are under way, with what each of them runs on, and which one the calling code is in. */
export class Transactions<Handle> {
  readonly #open = new Map<Transaction, Handle>()
  readonly #entered = new AsyncLocalStorage<Transaction>()

  async enter<T>(handle: Handle, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = {} as Transaction
    this.#open.set(tx, handle)
    try {
      return await this.#entered.run(tx, () => work(tx))
    } finally {
      this.#open.delete(tx)
    }
  }

  /** Throws an Error when `tx` has ended, or is of another database. */
  require(tx: Transaction): Handle {
    const handle = this.#open.get(tx)
    if (handle !== undefined) return handle
    throw new Error(
      'A store is bound to a transaction that has ended, or that is of another database. Ask it inside the work that is given to transact, and await it there.',
    )
  }

  /** Throws an Error inside a transaction, where another one could wait for it for ever. */
  requireNoneBegun(): void {
    if (!this.#isInside()) return
    throw new Error(
      'A transaction was begun inside another. Give the stores the one that is under way: store.within(tx).',
    )
  }

  /** Throws an Error inside a transaction, where a statement outside of it could wait for it for ever. */
  requireUnboundAllowed(): void {
    if (!this.#isInside()) return
    throw new Error(
      'A store was asked inside a transaction without being bound to it. Ask store.within(tx), or ask before or after the transaction.',
    )
  }

  /** What a transaction started and did not wait for is outside once it has ended. */
  #isInside(): boolean {
    const tx = this.#entered.getStore()
    return tx !== undefined && this.#open.has(tx)
  }
}

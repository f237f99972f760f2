/** A transaction under way. What is in it is the business of the database and of the stores that are bound to it. */
declare const transaction: unique symbol
export interface Transaction {
  readonly [transaction]: true
}

/** Lets several stores change together or not at all; a store is bound to a transaction with its `within`. */
export interface UnitOfWork {
  /**
   * Commits unless `work` throws, and nothing is computed in it. Throws StoreError, and an Error where it is called
   * inside another, or where a store is asked inside it without being bound to it.
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
}

import { StoreError } from '../errors.ts'
import { Transactions } from './transactions.ts'
import type { Transaction, UnitOfWork } from './unit-of-work.ts'

/** What a fake store keeps. `rows` is replaced as a whole, never changed, so that it can be put back. */
export interface FakeTable<Rows> {
  rows: Rows
}

/** The memory that fake stores live in; like an embedded database, it serves one at a time. */
export class FakeDatabase implements UnitOfWork {
  /** Makes it answer nothing but that it is out of reach. */
  isDown = false
  readonly #tables = new Map<string, FakeTable<unknown>>()
  readonly #transactions = new Transactions<{ failure?: Error }>()
  #turn: Promise<unknown> = Promise.resolve()
  #answering: Promise<void> = Promise.resolve()

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#inTurn('requireNoneBegun', async () => {
      const putBack = this.backUp()
      try {
        const running: { failure?: Error } = {}
        const result = await this.#transactions.enter(running, work)
        if (running.failure !== undefined) throw running.failure
        await this.#answer()
        return result
      } catch (error) {
        putBack()
        throw error
      }
    })
  }

  /** Does `work`, which reads and writes tables, in `tx` or by itself. */
  async run<T>(work: () => T, tx?: Transaction): Promise<T> {
    if (!tx) {
      return this.#inTurn('requireUnboundAllowed', () => Promise.resolve(work()))
    }
    const running = this.#transactions.require(tx)
    try {
      await this.#answer()
      return work()
    } catch (error) {
      running.failure ??= error as Error
      throw error
    }
  }

  /** The table of that name, which has `rows` to begin with; for fake stores. */
  table<Rows>(name: string, rows: Rows): FakeTable<Rows> {
    const table = this.#tables.get(name) ?? { rows }
    this.#tables.set(name, table)
    return table as FakeTable<Rows>
  }

  /** Makes it answer nothing at all until what is given back is called. */
  hang(): () => void {
    let release = (): void => undefined
    this.#answering = new Promise((resolve) => (release = resolve))
    return release
  }

  /** Remembers what is in it; what is given back puts that back, as a backup that is restored. */
  backUp(): () => void {
    const before = [...this.#tables.values()].map((table) => ({ table, rows: table.rows }))
    return () => {
      for (const { table, rows } of before) table.rows = rows
    }
  }

  async #inTurn<T>(guard: 'requireNoneBegun' | 'requireUnboundAllowed', work: () => Promise<T>): Promise<T> {
    this.#transactions[guard]()
    const done = this.#turn.then(async () => {
      await this.#answer()
      return work()
    })
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #answer(): Promise<void> {
    await this.#answering
    if (!this.isDown) return
    throw new StoreError(
      'The database cannot be used: it is down',
      'Start it. What was served before is still served.',
    )
  }
}

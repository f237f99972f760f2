import type { FakeTable } from '../database/fake-database.ts'
import { FakeDatabase } from '../database/fake-database.ts'
import type { Transaction } from '../database/unit-of-work.ts'
import type { Binding, Reference, ReferenceStore } from './reference-store.ts'

/** Keeps the reference in the memory of a FakeDatabase. */
export class FakeReferenceStore implements ReferenceStore {
  readonly database: FakeDatabase
  private readonly tx: Transaction | undefined
  private readonly reference: FakeTable<Reference>
  private readonly acceptances: FakeTable<readonly string[]>

  constructor(database = new FakeDatabase(), tx?: Transaction) {
    this.database = database
    this.tx = tx
    this.reference = database.table('reference', { epochFloor: 0 })
    this.acceptances = database.table('acceptances', [])
  }

  load(): Promise<Reference> {
    return this.database.run(() => this.reference.rows, this.tx)
  }

  bind(binding: Binding): Promise<void> {
    return this.change(() => ({ binding }))
  }

  setCommit(commit: string): Promise<void> {
    return this.change(() => ({ commit }))
  }

  raiseEpochFloor(epoch: number): Promise<void> {
    return this.change(({ epochFloor }) => ({ epochFloor: Math.max(epochFloor, epoch) }))
  }

  accept(commit: string): Promise<void> {
    return this.database.run(() => {
      this.acceptances.rows = [...this.acceptances.rows, commit]
    }, this.tx)
  }

  isAccepted(commit: string): Promise<boolean> {
    return this.database.run(() => this.acceptances.rows.includes(commit), this.tx)
  }

  within(tx: Transaction): ReferenceStore {
    return new FakeReferenceStore(this.database, tx)
  }

  private change(to: (reference: Reference) => Partial<Reference>): Promise<void> {
    return this.database.run(() => {
      this.reference.rows = { ...this.reference.rows, ...to(this.reference.rows) }
    }, this.tx)
  }
}

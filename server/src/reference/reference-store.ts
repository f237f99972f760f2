import type { Transaction } from '../database/unit-of-work.ts'

/** Injection token of the ReferenceStore. */
export const REFERENCE_STORE = Symbol('ReferenceStore')

/** Which history a database belongs to. */
export interface Binding {
  /** The address without credentials, or the real path of a local repository. */
  readonly repository: string
  readonly branch: string
  readonly path: string
}

/** What newer tips are compared with, by every server of a database. */
export interface Reference {
  /** Absent until something was published. */
  readonly binding?: Binding
  /** The newest commit that was admitted or accepted; full object id. */
  readonly commit?: string
  /** The next publication's epoch is at least this. 0 unless `evenkeel-server restore` asked for one. */
  readonly epochFloor: number
}

export interface ReferenceStore {
  load(): Promise<Reference>
  /** Replaces the binding. */
  bind(binding: Binding): Promise<void>
  /** The commit that newer tips are compared with from now on. */
  setCommit(commit: string): Promise<void>
  raiseEpochFloor(epoch: number): Promise<void>
  /** An operator accepted a commit that was held. */
  accept(commit: string, at: Date): Promise<void>
  isAccepted(commit: string): Promise<boolean>
  within(tx: Transaction): ReferenceStore
}

import type { Preparer } from './preparer.ts'

/** Injection token of the process's Preparers. */
export const PREPARERS = Symbol('Preparers')

/** Two lanes, so that an operator's change waits for nothing that Git brings. */
export interface Preparers {
  readonly operators: Preparer
  readonly others: Preparer
}

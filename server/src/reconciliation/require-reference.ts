import { isSameBinding } from './holds/history-hold.ts'
import type { Reference } from '../reference/reference-store.ts'

/** Another server moved what newer tips are compared with, so that a tip has to be compared again. */
export class ReferenceMovedError extends Error {
  override readonly name = 'ReferenceMovedError'
}

/** Throws ReferenceMovedError unless a reference is still what a decision was made over. */
export function requireReference(now: Reference, then: Reference): void {
  const isBound =
    now.binding === then.binding ||
    (now.binding !== undefined && then.binding !== undefined && isSameBinding(now.binding, then.binding))
  if (!isBound || now.commit !== then.commit) {
    throw new ReferenceMovedError('Another server admitted another commit meanwhile')
  }
}

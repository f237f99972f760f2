import type { DormantOperation, DormantReason, Operation } from '../operation.ts'
import { targetOf } from '../operations/target.ts'

/** Why an operation has no place in a base. */
export interface Dormancy {
  readonly reason: DormantReason
  /** What is missing or wrong, as the rest of a sentence. */
  readonly because: string
}

export function dormancy(reason: DormantReason, because: string): Dormancy {
  return { reason, because }
}

export function dormantOperation(operation: Operation, { reason, because }: Dormancy): DormantOperation {
  const message = `the operation ${operation.id} on ${targetOf(operation)} is not applied: ${because}`
  return { operation, reason, message }
}

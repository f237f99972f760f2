import type { Operation } from '../operation.ts'

/** What an operation is for: `flag/<key>` or `config/<name>`. At most one is in force for each. */
export function targetOf(operation: Operation): string {
  return 'flag' in operation ? `flag/${operation.flag}` : `config/${operation.config}`
}

export function byTarget(a: Operation, b: Operation): number {
  const [targetOfA, targetOfB] = [targetOf(a), targetOf(b)]
  return targetOfA < targetOfB ? -1 : targetOfA > targetOfB ? 1 : 0
}

/** With one more, in the place of what there was for its target; sorted by target. */
export function withOperation(operations: readonly Operation[], operation: Operation): readonly Operation[] {
  return [...withoutOperation(operations, targetOf(operation)), operation].sort(byTarget)
}

/** Without what there is for a target, if anything; sorted by target. */
export function withoutOperation(operations: readonly Operation[], target: string): readonly Operation[] {
  return operations.filter((operation) => targetOf(operation) !== target).sort(byTarget)
}

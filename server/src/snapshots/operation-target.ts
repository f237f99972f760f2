import type { Operation } from '@evenkeel/core/compilation'

/** What an operation is about; at most one operation a target is in force. */
export function operationTarget(operation: Operation): string {
  return 'flag' in operation ? `flag/${operation.flag}` : `config/${operation.config}`
}

/** In the order in which operations are listed everywhere. */
export function sortByTarget(operations: readonly Operation[]): readonly Operation[] {
  return operations
    .map((operation) => ({ operation, target: operationTarget(operation) }))
    .toSorted((a, b) => (a.target < b.target ? -1 : 1))
    .map(({ operation }) => operation)
}

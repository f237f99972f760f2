import type { JsonObject } from '../../json.ts'
import { writeCanonicalJson } from '../../json.ts'
import type { Operation } from '../operation.ts'
import { byTarget } from './target.ts'

/** Canonical JSON Lines, sorted by target; parseOperation reads the JSON of each. */
export function writeOperations(operations: readonly Operation[]): string {
  return operations
    .toSorted(byTarget)
    .map((operation) => `${writeCanonicalJson(operation as unknown as JsonObject)}\n`)
    .join('')
}

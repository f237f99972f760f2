import type { JsonValue } from '@evenkeel/core/json'

/** Of a context that is sent to be evaluated here. */
export const MAX_CONTEXT_DEPTH = 32

export function isDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((held: JsonValue) => isDeeperThan(held, depth - 1))
}

import type { EvaluationContext } from '@evenkeel/core/evaluation'

const NOTHING_KNOWN: EvaluationContext = Object.freeze({})

/**
 * `over` wins, attribute by attribute; nested objects are not merged. Allocates only where both are given. Throws what
 * a getter or proxy in them throws.
 */
export function mergeContext(
  base: EvaluationContext | undefined,
  over: EvaluationContext | null | undefined,
): EvaluationContext {
  if (over === undefined || over === null) return base ?? NOTHING_KNOWN
  return base === undefined ? over : { ...base, ...over }
}

import type { EvaluationContext } from '@evenkeel/core/evaluation'

const NOTHING_KNOWN: EvaluationContext = Object.freeze({})

/** `over` wins, attribute by attribute; nested objects are not merged. Allocates only where both are given. */
export function mergeContext(
  base: EvaluationContext | undefined,
  over: EvaluationContext | undefined,
): EvaluationContext {
  if (base === undefined) return over ?? NOTHING_KNOWN
  return over === undefined ? base : { ...base, ...over }
}

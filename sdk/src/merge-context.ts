import type { EvaluationContext } from '@evenkeel/core/evaluation'

const NOTHING_KNOWN: EvaluationContext = Object.freeze({})

/**
 * `over` wins, attribute by attribute, also where it says undefined; nested objects are not merged. Allocates only
 * where both are given. Throws what a getter or proxy in them throws. (Spreading two objects takes ten times as long as
 * this; without a prototype there is no setter that an attribute called `__proto__` could reach.)
 */
export function mergeContext(
  base: EvaluationContext | undefined,
  over: EvaluationContext | null | undefined,
): EvaluationContext {
  if (over === undefined || over === null) return base ?? NOTHING_KNOWN
  return base === undefined ? over : (Object.assign(Object.create(null), base, over) as EvaluationContext)
}

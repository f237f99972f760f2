import type { JsonValue } from '../json.ts'
import type { During } from '../manifest/kinds/flag/flag.ts'
import type { CompiledFlag } from './compile-flag.ts'
import type { EvaluationRun } from './evaluation-run.ts'
import type { ResolutionDetails } from './resolution-details.ts'
import { NO_KEY } from './rules/assign-variant.ts'
import type { CompiledRule } from './rules/compile-rule.ts'

/** Evaluates a flag for a subject, in the documented order from its prerequisites on. */
export function evaluateFlag(
  flag: CompiledFlag,
  context: object,
  run: EvaluationRun,
): ResolutionDetails<JsonValue> {
  if (flag.constant !== undefined) return flag.constant
  for (const { isMet, unmet } of flag.prerequisites) {
    if (!isMet(context)) return unmet
  }
  let hasKey = true
  for (const rule of flag.rulesFor?.(context) ?? flag.rules) {
    if (!holds(rule, context, run)) continue
    const assigned = rule.assign(context)
    if (assigned === NO_KEY) hasKey = false
    else if (assigned !== undefined) return hasKey ? assigned.details : assigned.withoutKey
  }
  return hasKey ? flag.fallback.details : flag.fallback.withoutKey
}

function holds({ during, condition }: CompiledRule, context: object, run: EvaluationRun): boolean {
  if (during !== undefined && !isWithin(during, run.instant())) return false
  return condition === undefined || condition(context) === true
}

function isWithin({ from = -Infinity, until = Infinity }: During, instant: number): boolean {
  return from <= instant && instant < until
}

import type { ExpressionScope } from '../expression/operand.ts'
import type { JsonValue } from '../json.ts'
import type { FlagType } from './flag-type.ts'
import type { Prerequisite } from '../manifest/kinds/flag/flag.ts'
import { inForce } from '../snapshot/in-force.ts'
import type { SnapshotFlag } from '../snapshot/snapshot.ts'
import { Outcomes, type Outcome } from './outcome.ts'
import type { FlagMetadata, ResolutionDetails } from './resolution-details.ts'
import { compileRule, type CompiledRule } from './rules/compile-rule.ts'
import { indexRules, type RulesFor } from './rules/rule-index.ts'

type Details = ResolutionDetails<JsonValue>

export interface CompiledFlag {
  readonly type: FlagType
  /** What the flag resolves to whatever the context is: it is overridden, disabled, or has nothing to ask. */
  readonly constant: Details | undefined
  readonly prerequisites: readonly CompiledPrerequisite[]
  readonly rules: readonly CompiledRule[]
  /** Finds the rules that may match a subject without looking at them all, where that is possible. */
  readonly rulesFor: RulesFor | undefined
  /** When no rule matches. */
  readonly fallback: Outcome
}

interface CompiledPrerequisite {
  readonly isMet: (context: object) => boolean
  readonly unmet: Details
}

/** What a flag may ask for beside the context. */
export interface FlagScope extends ExpressionScope {
  /** What another flag resolves to; undefined when there is no such flag. */
  flag(key: string): (context: object) => Details | undefined
}

/** Throws a TypeError on a flag that no checked snapshot holds. */
export function compileFlag(flag: SnapshotFlag, revision: FlagMetadata, scope: FlagScope): CompiledFlag {
  const outcomes = new Outcomes(flag, revision)
  const { variant, state, rules } = inForce(flag)
  const fallback = outcomes.of(flag.defaultVariant, rules.length === 0 ? 'STATIC' : 'DEFAULT')
  const compiledRules = rules.map((rule) => compileRule(rule, scope, outcomes))
  const hasNothingToAsk = rules.length === 0 && flag.prerequisites.length === 0
  let constant = hasNothingToAsk ? fallback : undefined
  if (state !== 'ENABLED') constant = outcomes.of(flag.disabledVariant, 'DISABLED')
  if (variant !== undefined) constant = outcomes.of(variant, 'STATIC')
  return {
    type: flag.type,
    constant: constant?.details,
    prerequisites: flag.prerequisites.map((prerequisite) =>
      compilePrerequisite(
        prerequisite,
        scope,
        outcomes.of(flag.defaultVariant, 'DEFAULT', { prerequisite: prerequisite.flag }),
      ),
    ),
    rules: compiledRules,
    rulesFor: indexRules(rules, compiledRules),
    fallback,
  }
}

/** A prerequisite that is disabled, or missing, is unmet whatever it resolves to. */
function compilePrerequisite(
  { flag, variants }: Prerequisite,
  scope: FlagScope,
  unmet: Outcome,
): CompiledPrerequisite {
  const resolve = scope.flag(flag)
  return {
    isMet: (context) => {
      const details = resolve(context)
      if (details?.variant === undefined || details.reason === 'DISABLED') return false
      return variants.includes(details.variant)
    },
    unmet: unmet.details,
  }
}

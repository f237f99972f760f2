import type { ExpressionScope } from '../expression/operand.ts'
import type { JsonValue } from '../json.ts'
import type { FlagType, Prerequisite } from '../manifest/kinds/flag.ts'
import type { SnapshotFlag, SnapshotRule } from '../snapshot/snapshot.ts'
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
  const rules = rulesOf(flag)
  const fallback = outcomes.of(flag.defaultVariant, rules.length === 0 ? 'STATIC' : 'DEFAULT')
  const constant = findConstant(flag, outcomes)
  const compiledRules = rules.map((rule) => compileRule(rule, scope, outcomes))
  const hasNothingToAsk = rules.length === 0 && flag.prerequisites.length === 0
  return {
    type: flag.type,
    constant: constant ?? (hasNothingToAsk ? fallback.details : undefined),
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

function rulesOf({ rules, override }: SnapshotFlag): readonly SnapshotRule[] {
  return override !== undefined && 'rules' in override ? (override.rules ?? rules) : rules
}

function findConstant(
  { override, state, disabledVariant }: SnapshotFlag,
  outcomes: Outcomes,
): Details | undefined {
  if (override !== undefined && 'variant' in override) return outcomes.of(override.variant, 'STATIC').details
  const live = override !== undefined && 'state' in override ? (override.state ?? state) : state
  return live === 'ENABLED' ? undefined : outcomes.of(disabledVariant, 'DISABLED').details
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

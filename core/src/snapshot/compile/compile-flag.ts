import type { Flag, FlagOverlay, Rule, RuleOutcome } from '../../manifest/flag.ts'
import { FULL_SHARE } from '../../manifest/flag.ts'
import { ownValue } from '../../own-value.ts'
import type { SnapshotFlag, SnapshotOutcome, SnapshotOverride, SnapshotRule } from '../snapshot.ts'

const NOT_LISTED: FlagOverlay = { state: 'DISABLED' }

/**
 * A flag as it is in one environment: what the environment says replaces the flag's own, field by field. A flag is
 * DISABLED where its document does not list the environment.
 */
export function compileFlag(flag: Flag, environment: string): SnapshotFlag {
  const overlay = ownValue(flag.environments, environment) ?? NOT_LISTED
  return {
    type: flag.type,
    state: overlay.state,
    variants: overlay.variants ?? flag.variants,
    defaultVariant: overlay.defaultVariant ?? flag.defaultVariant,
    disabledVariant: overlay.disabledVariant ?? flag.disabledVariant,
    prerequisites: overlay.prerequisites ?? flag.prerequisites,
    rules: (overlay.rules ?? flag.rules).map(compileRule),
  }
}

/** The flag with what an operator put in its place; as it was when the override names a variant it does not have. */
export function applyOverride(flag: SnapshotFlag, override: SnapshotOverride): SnapshotFlag {
  const named = variantsNamedBy(override)
  return named.every((variant) => Object.hasOwn(flag.variants, variant)) ? { ...flag, override } : flag
}

function compileRule(rule: Rule): SnapshotRule {
  const isBucketed = rule.percent < FULL_SHARE || 'split' in rule.outcome
  return {
    name: rule.name,
    ...(rule.if && { if: rule.if.tree }),
    ...(rule.during && { during: rule.during }),
    ...(isBucketed && { bucketing: { by: rule.by, seed: rule.seed, percent: rule.percent } }),
    outcome: compileOutcome(rule.outcome),
  }
}

function compileOutcome(outcome: RuleOutcome): SnapshotOutcome {
  if ('serve' in outcome) return { serve: outcome.serve }
  return { split: outcome.split.map(({ variant, weight }) => [variant, weight] as const) }
}

function variantsNamedBy(override: SnapshotOverride): readonly string[] {
  if ('variant' in override) return [override.variant]
  if ('rules' in override) return override.rules.flatMap((rule) => variantsOf(rule.outcome))
  return []
}

function variantsOf(outcome: SnapshotOutcome): readonly string[] {
  return 'serve' in outcome ? [outcome.serve] : outcome.split.map(([variant]) => variant)
}

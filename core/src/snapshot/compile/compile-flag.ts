import type { ExclusionGroup } from '../../manifest/kinds/exclusion-group.ts'
import type { Flag, FlagOverlay, Rule, RuleOutcome, SlotReference } from '../../manifest/kinds/flag.ts'
import { FULL_SHARE } from '../../manifest/kinds/flag.ts'
import type { ManifestDocument } from '../../manifest/manifest.ts'
import { ownValue } from '../../own-value.ts'
import { slotSeed } from '../slot-seed.ts'
import type { SnapshotFlag, SnapshotOutcome, SnapshotRule, SnapshotSlot } from '../snapshot.ts'

/** By name; every slot that a rule names is in one. */
type ExclusionGroups = ReadonlyMap<string, ManifestDocument<ExclusionGroup>>

const NOT_LISTED: FlagOverlay = { state: 'DISABLED' }

/**
 * A flag as it is in one environment: what the environment says replaces the flag's own, field by field. A flag is
 * DISABLED where its document does not list the environment.
 */
export function compileFlag(flag: Flag, environment: string, groups: ExclusionGroups): SnapshotFlag {
  const overlay = ownValue(flag.environments, environment) ?? NOT_LISTED
  return {
    type: flag.type,
    state: overlay.state,
    variants: overlay.variants ?? flag.variants,
    defaultVariant: overlay.defaultVariant ?? flag.defaultVariant,
    disabledVariant: overlay.disabledVariant ?? flag.disabledVariant,
    prerequisites: overlay.prerequisites ?? flag.prerequisites,
    rules: (overlay.rules ?? flag.rules).map((rule) => compileRule(rule, groups)),
  }
}

function compileRule(rule: Rule, groups: ExclusionGroups): SnapshotRule {
  const isBucketed = rule.percent < FULL_SHARE || 'split' in rule.outcome
  return {
    name: rule.name,
    ...(rule.if && { if: rule.if.tree }),
    ...(rule.during && { during: rule.during }),
    ...(rule.slot && { slot: compileSlot(rule.slot, groups) }),
    ...(isBucketed && { bucketing: { by: rule.by, seed: rule.seed, percent: rule.percent } }),
    outcome: compileOutcome(rule.outcome),
  }
}

function compileSlot({ group, slot }: SlotReference, groups: ExclusionGroups): SnapshotSlot {
  const found = groups.get(group)?.manifest
  const range = found?.slots.find(({ name }) => name === slot)
  if (found === undefined || range === undefined) throw new Error(`There is no slot ${group}/${slot}`)
  return { by: found.by, seed: slotSeed(group), from: range.from, until: range.until }
}

function compileOutcome(outcome: RuleOutcome): SnapshotOutcome {
  if ('serve' in outcome) return { serve: outcome.serve }
  return { split: outcome.split.map(({ variant, weight }) => [variant, weight] as const) }
}

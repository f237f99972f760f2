import type { ExclusionGroup } from '../../manifest/kinds/exclusion-group.ts'
import type { Flag, FlagOverlay, Rule, RuleOutcome, SlotReference } from '../../manifest/kinds/flag/flag.ts'
import { FULL_SHARE } from '../../evaluation/flag-type.ts'
import type { ManifestDocument } from '../../manifest/kinds.ts'
import { ownValue } from '../../own-value.ts'
import { segmentsOfFlag } from '../../snapshot/diff/references.ts'
import { writeLine } from '../../snapshot/lines/snapshot-line.ts'
import { slotSeed } from '../../snapshot/slot-seed.ts'
import type { SnapshotFlag, SnapshotOutcome, SnapshotRule, SnapshotSlot } from '../../snapshot/snapshot.ts'
import type { FlagCompanion } from '../compilation.ts'

/** By name; every slot that a rule names is in one. */
export type ExclusionGroups = ReadonlyMap<string, ManifestDocument<ExclusionGroup>>

export interface CompiledFlag {
  readonly line: string
  readonly companion: FlagCompanion
  /** The segments that its rules name. */
  readonly segments: readonly string[]
  /** Where it may change without being published: it asks for the time or for another flag. */
  readonly reaching?: SnapshotFlag
}

const NOT_LISTED: FlagOverlay = { state: 'DISABLED' }

/** What an environment says of a flag, which is DISABLED where its document does not list the environment. */
export function overlayIn({ environments }: Flag, environment: string): FlagOverlay {
  return ownValue(environments, environment) ?? NOT_LISTED
}

/** A flag as it is in one environment: what the environment says replaces the flag's own, field by field. */
export function compileFlag(document: Flag, overlay: FlagOverlay, groups: ExclusionGroups): CompiledFlag {
  const rules = overlay.rules ?? document.rules
  const flag: SnapshotFlag = {
    type: document.type,
    state: overlay.state,
    variants: overlay.variants ?? document.variants,
    defaultVariant: overlay.defaultVariant ?? document.defaultVariant,
    disabledVariant: overlay.disabledVariant ?? document.disabledVariant,
    prerequisites: overlay.prerequisites ?? document.prerequisites,
    rules: rules.map((rule) => compileRule(rule, groups)),
  }
  const isReaching = flag.prerequisites.length > 0 || rules.some(({ during }) => during !== undefined)
  return {
    line: writeLine('flag', document.metadata.name, flag),
    companion: companionOf(document, rules),
    segments: segmentsOfFlag(flag),
    ...(isReaching && { reaching: flag }),
  }
}

/** Whether a rule draws buckets at all. */
export function isBucketed(percent: number, outcome: RuleOutcome | SnapshotOutcome): boolean {
  return percent < FULL_SHARE || 'split' in outcome
}

function companionOf({ owner, lifecycle }: Flag, rules: readonly Rule[]): FlagCompanion {
  return {
    ...(owner !== undefined && { owner }),
    ...(lifecycle && { purpose: lifecycle.purpose }),
    rules: rules.map(({ name, by, seed }) => ({ name, by, seed })),
  }
}

function compileRule(rule: Rule, groups: ExclusionGroups): SnapshotRule {
  const { by, seed, percent, outcome } = rule
  return {
    name: rule.name,
    ...(rule.if && { if: rule.if.tree }),
    ...(rule.during && { during: rule.during }),
    ...(rule.slot && { slot: compileSlot(rule.slot, groups) }),
    ...(isBucketed(percent, outcome) && { bucketing: { by, seed, percent } }),
    outcome: compileOutcome(outcome),
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

import { formatPath } from '../../expression/parsing/format-path.ts'
import type { JsonObject, JsonValue } from '../../json.ts'
import type { During } from '../../manifest/kinds/flag/flag.ts'
import { FULL_SHARE, type Share } from '../../evaluation/flag-type.ts'
import { groupOfSeed } from '../slot-seed.ts'
import type {
  SnapshotFlag,
  SnapshotOutcome,
  SnapshotOverride,
  SnapshotRule,
  SnapshotSegment,
  SnapshotSlot,
} from '../snapshot.ts'
import { printExpression } from './print-expression.ts'

/** A flag in the words of its manifest. */
export function readableFlag(flag: SnapshotFlag): JsonObject {
  return {
    type: flag.type,
    state: flag.state,
    variants: flag.variants,
    defaultVariant: flag.defaultVariant,
    disabledVariant: flag.disabledVariant,
    prerequisites: flag.prerequisites.map(({ flag: key, variants }) => ({ flag: key, variants })),
    rules: flag.rules.map(readableRule),
    ...(flag.override && { override: readableOverride(flag.override) }),
  }
}

/** `percent` is always there; `by` and `seed` where a share or a split asks for them; a slot as the percentages it is from and until. */
export function readableRule(rule: SnapshotRule): JsonObject {
  const { bucketing } = rule
  return {
    name: rule.name,
    ...(rule.if !== undefined && { if: printExpression(rule.if) }),
    ...(rule.during && { during: readableDuring(rule.during) }),
    ...(rule.slot && { slot: readableSlot(rule.slot) }),
    percent: percentOf(bucketing?.percent ?? FULL_SHARE),
    ...(bucketing && { by: formatPath(bucketing.by), seed: bucketing.seed }),
    ...readableOutcome(rule.outcome),
  }
}

function readableOverride(override: SnapshotOverride): JsonObject {
  const { id } = override
  if ('variant' in override) return { id, variant: override.variant }
  const { state, rules } = override
  return { id, ...(state && { state }), ...(rules && { rules: rules.map(readableRule) }) }
}

export function readableSegment(segment: SnapshotSegment): JsonObject {
  return {
    ...(segment.if !== undefined && { if: printExpression(segment.if) }),
    by: formatPath(segment.by),
    include: segment.include,
    exclude: segment.exclude,
  }
}

function readableDuring({ from, until }: During): JsonObject {
  return {
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  }
}

function readableSlot({ by, seed, from, until }: SnapshotSlot): JsonObject {
  return { group: groupOfSeed(seed), by: formatPath(by), from: percentOf(from), until: percentOf(until) }
}

function readableOutcome(outcome: SnapshotOutcome): Readonly<Record<string, JsonValue>> {
  if ('serve' in outcome) return { serve: outcome.serve }
  return { split: outcome.split.map(([variant, weight]) => ({ variant, weight: percentOf(weight) })) }
}

/** A share as the percentage that was written. */
export function percentOf(share: Share): number {
  return (share * 100) / FULL_SHARE
}

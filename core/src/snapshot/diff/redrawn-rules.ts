import type { Share } from '../../evaluation/flag-type.ts'
import type { SnapshotFlag, SnapshotOutcome, SnapshotRule } from '../snapshot.ts'

/**
 * The rules in both whose subjects are drawn anew: some leave and others come in their place, though no share says so.
 * Another seed or `by` does that, a slot that moves, and a variant's part of a split that moves; what only grows or
 * shrinks does not.
 */
export function redrawnRules(
  before: SnapshotFlag | undefined,
  after: SnapshotFlag | undefined,
): readonly string[] {
  const earlier = new Map(before?.rules.map((rule) => [rule.name, rule]))
  const rules = after?.rules ?? []
  return rules.flatMap((rule) => {
    const was = earlier.get(rule.name)
    return was !== undefined && isRedrawn(was, rule) ? [rule.name] : []
  })
}

function isRedrawn(before: SnapshotRule, after: SnapshotRule): boolean {
  return (
    isDrawnOtherwise(before.bucketing, after.bucketing) ||
    isDrawnOtherwise(before.slot, after.slot) ||
    hasMoved(before.slot, after.slot) ||
    isDealtOtherwise(before.outcome, after.outcome)
  )
}

interface Draw {
  readonly by: readonly string[]
  readonly seed: string
}

function isDrawnOtherwise(before: Draw | undefined, after: Draw | undefined): boolean {
  if (before === undefined || after === undefined) return false
  return before.seed !== after.seed || JSON.stringify(before.by) !== JSON.stringify(after.by)
}

interface Range {
  readonly from: Share
  readonly until: Share
}

/** Neither is a part of the other. */
function hasMoved(before: Range | undefined, after: Range | undefined): boolean {
  if (before === undefined || after === undefined) return false
  const isEmpty = ({ from, until }: Range) => from === until
  const holds = (outer: Range, inner: Range) => outer.from <= inner.from && inner.until <= outer.until
  return !isEmpty(before) && !isEmpty(after) && !holds(before, after) && !holds(after, before)
}

function isDealtOtherwise(before: SnapshotOutcome, after: SnapshotOutcome): boolean {
  const earlier = rangesOf(before)
  return [...rangesOf(after)].some(([variant, range]) => hasMoved(earlier.get(variant), range))
}

function rangesOf(outcome: SnapshotOutcome): ReadonlyMap<string, Range> {
  const ranges = new Map<string, Range>()
  let from = 0
  for (const [variant, weight] of 'split' in outcome ? outcome.split : []) {
    ranges.set(variant, { from, until: from + weight })
    from += weight
  }
  return ranges
}

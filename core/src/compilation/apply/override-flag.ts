import { isBucketed } from '../compile/compile-flag.ts'
import type { SnapshotFlag, SnapshotOverride, SnapshotRule } from '../../snapshot/snapshot.ts'
import type { FlagCompanion } from '../compilation.ts'
import type { FlagOperation } from '../operation.ts'
import type { Dormancy } from './dormancy.ts'
import { dormancy } from './dormancy.ts'

type StateOperation = Exclude<FlagOperation, { readonly variant: string }>
type Percent = NonNullable<StateOperation['percent']>

/** What an operation puts in place of the commit's word for a flag; `companion` is absent where none was kept. */
export function overrideFlag(
  operation: FlagOperation,
  flag: SnapshotFlag,
  companion: FlagCompanion | undefined,
): SnapshotOverride | Dormancy {
  const { id } = operation
  if ('variant' in operation) {
    const { variant } = operation
    if (Object.hasOwn(flag.variants, variant)) return { id, variant }
    return dormancy('variant-not-found', `the flag has no variant "${variant}"`)
  }
  const { state, percent } = operation
  const rules = percent && exposeRule(flag, percent, companion)
  if (rules !== undefined && 'reason' in rules) return rules
  if (state === undefined && flag.state !== 'ENABLED') {
    return dormancy(
      'flag-not-enabled',
      `the commit has the flag ${flag.state}, and a percent without a state of its own does not enable it`,
    )
  }
  return { id, ...(state && { state }), ...(rules && { rules }) }
}

/** The flag's rules with another share for one of them. */
function exposeRule(
  { rules }: SnapshotFlag,
  { rule: name, share }: Percent,
  companion: FlagCompanion | undefined,
): readonly SnapshotRule[] | Dormancy {
  const rule = rules.find((each) => each.name === name)
  if (rule === undefined) return dormancy('rule-not-found', `the flag has no rule "${name}"`)
  const { bucketing, ...exposed } = rule
  if (!isBucketed(share, rule.outcome)) return rules.with(rules.indexOf(rule), exposed)
  const drawn = bucketing ?? companion?.rules.find((each) => each.name === name)
  if (drawn === undefined) {
    return dormancy(
      'companion-missing',
      `the commit was kept without what the rule "${name}" draws subjects with; it is added at the next sync`,
    )
  }
  const { by, seed } = drawn
  return rules.with(rules.indexOf(rule), { ...rule, bucketing: { by, seed, percent: share } })
}

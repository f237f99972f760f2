import { readAttribute } from '../expression/read-attribute.ts'
import { FULL_SHARE, type Share } from './flag-type.ts'
import type { SnapshotRule } from '../snapshot/snapshot.ts'
import { bucketingKey, bucketUnder, hashSeed } from './bucket.ts'
import type { Outcome, Outcomes } from './outcome.ts'

/** The subject has no key, so that it is outside every share. */
export const NO_KEY = Symbol('NO_KEY')

/** Undefined when the subject is outside the rule's share. */
export type Assignment = Outcome | typeof NO_KEY | undefined

export type Assign = (context: object) => Assignment

type Bucketing = NonNullable<SnapshotRule['bucketing']>
type Split = Extract<SnapshotRule['outcome'], { readonly split: unknown }>['split']

/** Compiles what a rule does with a subject that meets its conditions. */
export function compileAssignment(rule: SnapshotRule, outcomes: Outcomes): Assign {
  const { bucketing, outcome, name: ruleName } = rule
  if ('serve' in outcome) {
    if (bucketing === undefined || bucketing.percent >= FULL_SHARE) {
      const served = outcomes.of(outcome.serve, 'TARGETING_MATCH', { ruleName })
      return () => served
    }
    return assignShare(bucketing, outcomes.of(outcome.serve, 'SPLIT', { ruleName }))
  }
  if (bucketing === undefined) throw new TypeError(`the split of rule "${ruleName}" has no bucketing`)
  return assignSplit(bucketing, compileRanges(outcome.split, ruleName, outcomes))
}

function assignShare({ by, seed, percent }: Bucketing, outcome: Outcome): Assign {
  const readKey = readAttribute(by)
  const exposure = hashSeed(seed)
  return (context) => {
    const key = bucketingKey(readKey(context))
    if (key === undefined) return NO_KEY
    return bucketUnder(key, exposure) < percent ? outcome : undefined
  }
}

/** The variant is chosen under a seed of its own, so that a growing share moves nobody between variants. */
function assignSplit({ by, seed, percent }: Bucketing, ranges: readonly Range[]): Assign {
  const readKey = readAttribute(by)
  const exposure = hashSeed(seed)
  const choice = hashSeed(`${seed}/variant`)
  return (context) => {
    const key = bucketingKey(readKey(context))
    if (key === undefined) return NO_KEY
    if (percent < FULL_SHARE && bucketUnder(key, exposure) >= percent) return undefined
    return pickRange(ranges, bucketUnder(key, choice))
  }
}

/** Buckets below `until` that are in no range before. */
interface Range {
  readonly until: Share
  readonly outcome: Outcome
}

function compileRanges(split: Split, ruleName: string, outcomes: Outcomes): readonly Range[] {
  let until = 0
  return split.map(([variant, weight]) => {
    until += weight
    return { until, outcome: outcomes.of(variant, 'SPLIT', { ruleName }) }
  })
}

function pickRange(ranges: readonly Range[], bucket: number): Outcome {
  for (const { until, outcome } of ranges) {
    if (bucket < until) return outcome
  }
  throw new TypeError('the weights of a split do not add up to 100 %')
}

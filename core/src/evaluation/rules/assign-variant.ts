import { readAttribute } from '../../expression/read-attribute.ts'
import { FULL_SHARE, type Share } from '../flag-type.ts'
import type { SnapshotRule, SnapshotSlot } from '../../snapshot/snapshot.ts'
import { bucketingKey, bucketUnder, hashSeed } from '../bucket.ts'
import type { Outcome, Outcomes } from '../outcome.ts'

/** The subject has no key, so that it is outside every share. */
export const NO_KEY = Symbol('NO_KEY')

/** Undefined when the subject is outside the rule's slot or share. */
type Assignment = Outcome | typeof NO_KEY | undefined

export type Assign = (context: object) => Assignment

type Bucketing = NonNullable<SnapshotRule['bucketing']>
type Split = Extract<SnapshotRule['outcome'], { readonly split: unknown }>['split']

/** Compiles what a rule does with a subject that meets its conditions. */
export function compileAssignment(rule: SnapshotRule, outcomes: Outcomes): Assign {
  const assign = compileExposure(rule, outcomes)
  return rule.slot === undefined ? assign : assignInSlot(rule.slot, assign)
}

function assignInSlot({ by, seed, from, until }: SnapshotSlot, assign: Assign): Assign {
  const readKey = readAttribute(by)
  const seedHash = hashSeed(seed)
  return (context) => {
    const key = bucketingKey(readKey(context))
    if (key === undefined) return NO_KEY
    const bucket = bucketUnder(key, seedHash)
    return from <= bucket && bucket < until ? assign(context) : undefined
  }
}

/** What becomes of a subject whatever slot it is in. */
function compileExposure(rule: SnapshotRule, outcomes: Outcomes): Assign {
  const { bucketing, outcome, name: ruleName } = rule
  if ('serve' in outcome) {
    if (bucketing === undefined || bucketing.percent >= FULL_SHARE) {
      const served = outcomes.of(outcome.serve, 'TARGETING_MATCH', { ruleName })
      return () => served
    }
    const exposed = outcomes.of(outcome.serve, 'SPLIT', { ruleName })
    return assignShare(bucketing, () => exposed)
  }
  if (bucketing === undefined) throw new TypeError(`the split of rule "${ruleName}" has no bucketing`)
  const ranges = compileRanges(outcome.split, ruleName, outcomes)
  // A seed of its own, so that a growing share moves nobody between variants.
  const choice = hashSeed(`${bucketing.seed}/variant`)
  return assignShare(bucketing, (key) => pickRange(ranges, bucketUnder(key, choice)))
}

function assignShare({ by, seed, percent }: Bucketing, pick: (key: string) => Outcome): Assign {
  const readKey = readAttribute(by)
  const exposure = hashSeed(seed)
  return (context) => {
    const key = bucketingKey(readKey(context))
    if (key === undefined) return NO_KEY
    return percent >= FULL_SHARE || bucketUnder(key, exposure) < percent ? pick(key) : undefined
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

import type { During } from '../../manifest/kinds/flag/flag.ts'
import { percentOf } from '../../snapshot/readable/readable-flag.ts'
import { groupOfSeed } from '../../snapshot/slot-seed.ts'
import type { SnapshotRule, SnapshotSlot } from '../../snapshot/snapshot.ts'
import { bucketOf } from '../bucket.ts'
import { FULL_SHARE } from '../flag-type.ts'
import { explainCondition } from './explain-condition.ts'
import type {
  DuringExplanation,
  RuleExplanation,
  ShareExplanation,
  SlotExplanation,
  SplitExplanation,
} from './flag-explanation.ts'
import type { Subject } from './subject.ts'

/** In the order in which they are asked. */
const PARTS = ['during', 'if', 'slot', 'percent'] as const

type Explained<Part extends (typeof PARTS)[number]> = RuleExplanation[Part]

const EXPLAIN: {
  readonly [Part in (typeof PARTS)[number]]: (rule: SnapshotRule, subject: Subject) => Explained<Part>
} = {
  during: ({ during }, { now }) => during && explainDuring(during, now),
  if: (rule, subject) => (rule.if === undefined ? undefined : explainCondition(rule.if, subject)),
  slot: ({ slot }, subject) => slot && explainSlot(slot, subject),
  percent: explainShare,
}

export function explainRule(rule: SnapshotRule, subject: Subject): RuleExplanation {
  let explained: RuleExplanation = { name: rule.name, outcome: 'matched' }
  for (const part of PARTS) {
    const found = EXPLAIN[part](rule, subject)
    if (found === undefined) continue
    explained = { ...explained, [part]: found }
    if (!found.holds) return { ...explained, outcome: 'not-matched', failedAt: part }
  }
  const split = explainSplit(rule, subject)
  return split === undefined ? explained : { ...explained, split }
}

function explainDuring({ from = -Infinity, until = Infinity }: During, now: number): DuringExplanation {
  return {
    holds: from <= now && now < until,
    ...(Number.isFinite(from) && { from: new Date(from).toISOString() }),
    ...(Number.isFinite(until) && { until: new Date(until).toISOString() }),
  }
}

function explainSlot({ by, seed, from, until }: SnapshotSlot, subject: Subject): SlotExplanation {
  const bucket = findBucket(by, seed, subject)
  return {
    holds: bucket !== undefined && from <= bucket && bucket < until,
    group: groupOfSeed(seed),
    from: percentOf(from),
    until: percentOf(until),
    key: subject.read(by),
    ...(bucket !== undefined && { bucket: percentOf(bucket) }),
  }
}

function explainShare({ bucketing, outcome }: SnapshotRule, subject: Subject): ShareExplanation | undefined {
  if (bucketing === undefined || ('serve' in outcome && bucketing.percent >= FULL_SHARE)) return undefined
  const { by, seed, percent } = bucketing
  const bucket = findBucket(by, seed, subject)
  return {
    holds: bucket !== undefined && bucket < percent,
    seed,
    percent: percentOf(percent),
    key: subject.read(by),
    ...(bucket !== undefined && { bucket: percentOf(bucket) }),
  }
}

function explainSplit({ bucketing, outcome }: SnapshotRule, subject: Subject): SplitExplanation | undefined {
  if (bucketing === undefined || !('split' in outcome)) return undefined
  const bucket = findBucket(bucketing.by, `${bucketing.seed}/variant`, subject)
  let until = 0
  const parts = outcome.split.map(([variant, weight]) => {
    const from = until
    until += weight
    return { variant, from: percentOf(from), until: percentOf(until) }
  })
  return bucket === undefined ? undefined : { bucket: percentOf(bucket), parts }
}

function findBucket(by: readonly string[], seed: string, subject: Subject): number | undefined {
  const key = subject.findKey(by)
  return key === undefined ? undefined : bucketOf(key, seed)
}

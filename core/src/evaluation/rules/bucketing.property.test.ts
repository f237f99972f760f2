import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { slotSeed } from '../../snapshot/slot-seed.ts'
import type { SnapshotRule } from '../../snapshot/snapshot.ts'
import { bucketingKey, BUCKETS, bucketUnder, hashSeed } from '../bucket.ts'
import { createEvaluator } from '../evaluator.ts'
import { FULL_SHARE, type Share } from '../flag-type.ts'

const SUBJECTS = 1_000_000

/** Quantiles of χ² at 99.99 %, by degrees of freedom. The keys are the same at every run, so nothing is left to luck. */
const CHI_SQUARE = { 99: 160.06, 99_999: 101_671.6 } as const

/** How far, in standard deviations, a share of subjects may be from what it should be. */
const MOST_DEVIATIONS = 4

const nextRandom = xorshift(20_260_101)
const WORDS = Array.from({ length: 0x10000 }, (_, word) => word.toString(16).padStart(4, '0'))
const word = () => WORDS[nextRandom() & 0xffff]!

/** What services use for keys, each a million times. */
const KEYS: Readonly<Record<string, (index: number) => unknown>> = {
  'sequential ids': (index) => `user-${index}`,
  numbers: (index) => 7_000_000 + index,
  UUIDs: () => `${word()}${word()}-${word()}-4a7c-a1d2-${word()}${word()}${word()}`,
  'e-mail addresses': (index) =>
    `${index % 2 ? 'ada' : 'grace'}.hopper+${index}@mail${index % 7}.example.com`,
}

/** A rule's exposure and its choice of a variant, the slot it is in, and flags that differ by little. */
const SEEDS = ['ramp', 'ramp/variant', slotSeed('ramp'), 'ramp2'] as const

describe.each(Object.entries(KEYS))('a million %s', (_shape, keyOf) => {
  const buckets = new Map<string, Uint32Array>()

  beforeAll(() => {
    const keys = Array.from({ length: SUBJECTS }, (_, index) => bucketingKey(keyOf(index))!)
    for (const seed of SEEDS) {
      const seedHash = hashSeed(seed)
      buckets.set(
        seed,
        perSubject(keys, (key) => bucketUnder(key, seedHash)),
      )
    }
  })
  afterAll(() => {
    buckets.clear()
  })

  it.each(SEEDS)('are spread evenly over the buckets under %s', (seed) => {
    const counts = new Uint32Array(BUCKETS)
    const drawn = buckets.get(seed)!
    for (let index = 0; index < SUBJECTS; index++) counts[drawn[index]!]!++

    expect(chiSquare(counts)).toBeLessThan(CHI_SQUARE[99_999])
  })

  it.each(pairsOf(SEEDS))('are where they are under %s whatever they are under %s', (one, other) => {
    const counts = new Uint32Array(100)
    const [ones, others] = [buckets.get(one)!, buckets.get(other)!]
    for (let index = 0; index < SUBJECTS; index++) {
      counts[Math.floor(ones[index]! / 10_000) * 10 + Math.floor(others[index]! / 10_000)]!++
    }

    expect(chiSquare(counts)).toBeLessThan(CHI_SQUARE[99])
  })
})

describe('a million subjects', () => {
  it('that are in at a percentage are in at every larger one, with the same variant', () => {
    const percentages = [0, 1, 10_000, 10_001, 50_000, 99_999, 100_000]
    const steps = percentages.map((percent) =>
      variantsUnder(aSplit({ a: 50_000, b: 50_000 }, { bucketing: { ...BUCKETING, percent } })),
    )
    const exposed = steps.map((variantOf) => countSubjects((subject) => variantOf[subject] !== OUTSIDE))

    exposed.forEach((count, step) => {
      expectShare(count, percentages[step]!)
    })
    for (const [step, larger] of steps.slice(1).entries()) {
      const smaller = steps[step]!
      const moved = (subject: number) => smaller[subject] !== OUTSIDE && smaller[subject] !== larger[subject]
      expect(countSubjects(moved)).toBe(0)
    }
  })

  it('are in no two slots of a group, and in a slot as in a share of their own', () => {
    const slot = (from: Share, until: Share) => ({ by: BUCKETING.by, seed: slotSeed('tests'), from, until })
    const half = { bucketing: { ...BUCKETING, percent: 50_000 } }
    const [left, right] = [slot(0, 30_000), slot(30_000, 100_000)].map((place) =>
      variantsUnder(aSplit({ a: 50_000, b: 50_000 }, { ...half, slot: place })),
    ) as [Uint32Array, Uint32Array]

    expect(countSubjects((subject) => left[subject] !== OUTSIDE && right[subject] !== OUTSIDE)).toBe(0)
    expectShare(
      countSubjects((subject) => left[subject] === 1),
      0.3 * 0.5 * 50_000,
    )
    expectShare(
      countSubjects((subject) => right[subject] === 1),
      0.7 * 0.5 * 50_000,
    )
  })

  it('move only as far as neighbours in a split trade weight', () => {
    const before = variantsUnder(aSplit({ a: 20_000, b: 50_000, c: 30_000 }))
    const after = variantsUnder(aSplit({ a: 20_000, b: 45_000, c: 35_000 }))

    const moved = countSubjects((subject) => before[subject] !== after[subject])
    const fromBToC = countSubjects((subject) => before[subject] === 2 && after[subject] === 3)
    expectShare(moved, 5000)
    expect(fromBToC).toBe(moved)
  })
})

describe('a split whose weights are edited', () => {
  const weights = fc
    .tuple(fc.nat({ max: FULL_SHARE }), fc.nat({ max: FULL_SHARE }))
    .map((cuts) => [...cuts].sort((a, b) => a - b) as [number, number])

  it('moves exactly those subjects whose bucket is in the part of another variant then', () => {
    fc.assert(
      fc.property(weights, weights, (before, after) => {
        const [earlier, later] = [before, after].map((cuts) => variantsUnder(cutAt(cuts), FEW))
        const seedHash = hashSeed(`${BUCKETING.seed}/variant`)
        const partOf = (bucket: number, cuts: readonly number[]) => cuts.filter((cut) => cut <= bucket).length
        for (let subject = 0; subject < FEW.length; subject++) {
          const bucket = bucketUnder(`user-${subject}`, seedHash)
          const stays = partOf(bucket, before) === partOf(bucket, after)
          if ((earlier![subject] === later![subject]) !== stays) expect.unreachable(`user-${subject}`)
        }
      }),
      { seed: 20_260_102, numRuns: 25 },
    )
  })
})

const BUCKETING = { by: ['targetingKey'], seed: 'ramp', percent: FULL_SHARE }
const OUTSIDE = 0
const ALL = Array.from({ length: SUBJECTS }, (_, index) => ({ targetingKey: `user-${index}` }))
const FEW = ALL.slice(0, 10_000)

function aSplit(weights: Readonly<Record<string, Share>>, parts: Partial<SnapshotRule> = {}): SnapshotRule {
  return aRule({ bucketing: BUCKETING, outcome: { split: Object.entries(weights) }, ...parts })
}

function cutAt([first, second]: readonly [number, number]): SnapshotRule {
  return aSplit({ a: first, b: second - first, c: FULL_SHARE - second })
}

/** Which variant of a split each of the subjects has: 1 for the first, or OUTSIDE. */
function variantsUnder(rule: SnapshotRule, subjects = ALL): Uint32Array {
  const variants = { outside: OUTSIDE, a: 1, b: 2, c: 3 }
  const flag = aFlag({ type: 'number', variants, defaultVariant: 'outside', rules: [rule] })
  const evaluator = createEvaluator({ snapshot: aSnapshot({ flags: { flag } }), now: () => 0 })
  return perSubject(subjects, (subject) => evaluator.evaluate('flag', 'number', NaN, subject).value)
}

/** A loop: there are a hundred million of these in this file. */
function perSubject<T>(subjects: readonly T[], numberOf: (subject: T) => number): Uint32Array {
  const numbers = new Uint32Array(subjects.length)
  for (let index = 0; index < subjects.length; index++) numbers[index] = numberOf(subjects[index] as T)
  return numbers
}

function countSubjects(holds: (subject: number) => boolean): number {
  let count = 0
  for (let subject = 0; subject < SUBJECTS; subject++) if (holds(subject)) count++
  return count
}

/** That so many of a million subjects are a draw of a share out of 100,000. */
function expectShare(count: number, share: number): void {
  const p = share / FULL_SHARE
  const deviation = Math.sqrt(SUBJECTS * p * (1 - p))
  expect(Math.abs(count - SUBJECTS * p)).toBeLessThanOrEqual(MOST_DEVIATIONS * deviation)
}

/** Of counts that should be equal. */
function chiSquare(counts: Uint32Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

function pairsOf<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))
}

/** Marsaglia's xorshift32: pseudo-random integers, the same at every run. */
function xorshift(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

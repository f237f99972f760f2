import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SnapshotFlag } from '../../snapshot/snapshot.ts'
import { bucketOf } from '../bucket.ts'
import type { EvaluationContext } from '../evaluation-context.ts'
import { createEvaluator } from '../evaluator.ts'

const half = { by: ['targetingKey'], seed: 'flag', percent: 50_000 }

describe('shares and splits', () => {
  const subjects = Array.from({ length: 2000 }, (_, i) => ({ targetingKey: `u-${i}` }))

  it('expose the subjects whose bucket is below the percentage', () => {
    const flag = aFlag({ rules: [aRule({ bucketing: half })] })

    for (const subject of subjects) {
      const { variant, reason } = evaluate(flag, subject)
      const exposed = bucketOf(subject.targetingKey, 'flag') < 50_000
      expect([variant, reason]).toEqual(exposed ? ['on', 'SPLIT'] : ['off', 'DEFAULT'])
    }
  })

  it('choose a variant by a bucket of its own, over contiguous ranges', () => {
    const split = [
      ['a', 20_000],
      ['b', 30_000],
      ['c', 50_000],
    ] as const
    const flag = aFlag({
      type: 'string',
      variants: { a: 'A', b: 'B', c: 'C' },
      defaultVariant: 'a',
      rules: [aRule({ bucketing: { ...half, percent: 100_000 }, outcome: { split } })],
    })

    for (const subject of subjects) {
      const bucket = bucketOf(subject.targetingKey, 'flag/variant')
      const expected = bucket < 20_000 ? 'a' : bucket < 50_000 ? 'b' : 'c'
      expect(evaluate(flag, subject)).toMatchObject({
        variant: expected,
        reason: 'SPLIT',
      })
    }
  })

  it('move nobody between variants when the share grows, and lose nobody', () => {
    const variantAt = (percent: number, subject: EvaluationContext) => {
      const bucketing = { ...half, percent }
      const split = [
        ['a', 50_000],
        ['b', 50_000],
      ] as const
      const flag = aFlag({
        type: 'string',
        variants: { a: 'A', b: 'B', none: '' },
        defaultVariant: 'none',
        rules: [aRule({ bucketing, outcome: { split } })],
      })
      return evaluate(flag, subject).variant
    }
    const share = fc.nat({ max: 100_000 })
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), share, share, (targetingKey, one, other) => {
        const before = variantAt(Math.min(one, other), { targetingKey })
        const after = variantAt(Math.max(one, other), { targetingKey })
        if (before !== 'none') expect(after).toBe(before)
      }),
    )
  })

  it('find the key by any path, and as an integer too', () => {
    const by = ['company', 'id']
    const flag = aFlag({ rules: [aRule({ bucketing: { by, seed: 's', percent: 50_000 } })] })

    for (let id = 0; id < 50; id++) {
      const expected = bucketOf(String(id), 's') < 50_000
      expect(evaluate(flag, { company: { id } }).value).toBe(expected)
      expect(evaluate(flag, { company: { id: String(id) } }).value).toBe(expected)
    }
  })

  it.each([{}, { targetingKey: '' }, { targetingKey: 1.5 }, { targetingKey: ['a'] }, { targetingKey: true }])(
    'pass over a subject without a key and say so: %j',
    (context) => {
      const share = aRule({ name: 'share', bucketing: { ...half, percent: 99_999 } })
      const split = aRule({
        name: 'split',
        bucketing: { ...half, percent: 100_000 },
        outcome: { split: [['on', 100_000]] },
      })
      const subject = context as EvaluationContext

      expect(evaluate(aFlag({ rules: [share, split] }), subject)).toEqual({
        value: false,
        variant: 'off',
        reason: 'DEFAULT',
        flagMetadata: expect.objectContaining({ bucketing: 'NO_KEY' }) as object,
      })
      expect(evaluate(aFlag({ rules: [share, aRule({ name: 'rest' })] }), subject)).toMatchObject({
        value: true,
        reason: 'TARGETING_MATCH',
        flagMetadata: { ruleName: 'rest', bucketing: 'NO_KEY' },
      })
    },
  )

  it('need no key when everyone is exposed to the same', () => {
    const everyone = aRule({ bucketing: { ...half, percent: 100_000 } })

    expect(evaluate(aFlag({ rules: [everyone] }))).toMatchObject({ value: true, reason: 'TARGETING_MATCH' })
  })
})

describe('slots', () => {
  const slot = (from: number, until: number) => ({ by: ['account', 'id'], seed: 'group/g', from, until })
  const account = (id: unknown) => ({ targetingKey: 'u-1', account: { id } })

  it('hold the subjects whose bucket is from `from` on and below `until`, by a key of their own', () => {
    const bucketOfSeven = bucketOf('7', 'group/g')
    const isOn = (from: number, until: number) =>
      evaluate(aFlag({ rules: [aRule({ slot: slot(from, until) })] }), account(7)).value

    expect(isOn(bucketOfSeven, bucketOfSeven + 1)).toBe(true)
    expect(isOn(bucketOfSeven + 1, 100_000)).toBe(false)
    expect(isOn(0, bucketOfSeven)).toBe(false)
    expect(isOn(bucketOfSeven, bucketOfSeven)).toBe(false)
  })

  it('never hold a subject of another slot of their group', () => {
    const inSlot = (id: number, from: number, until: number) =>
      evaluate(aFlag({ rules: [aRule({ slot: slot(from, until) })] }), account(id)).variant === 'on'
    fc.assert(
      fc.property(fc.nat(), fc.nat(100_000), (id, limit) => {
        expect(inSlot(id, 0, limit)).not.toBe(inSlot(id, limit, 100_000))
      }),
    )
  })

  it('are targeting, and the share of those in them is a split', () => {
    const inAll = aRule({ slot: slot(0, 100_000) })

    expect(evaluate(aFlag({ rules: [inAll] }), account('a'))).toMatchObject({ reason: 'TARGETING_MATCH' })
    expect(
      evaluate(aFlag({ rules: [{ ...inAll, bucketing: { ...half, percent: 99_999 } }] }), account('a')),
    ).toMatchObject({ reason: 'SPLIT' })
  })

  it('hold nobody without a key, and that is said', () => {
    expect(evaluate(aFlag({ rules: [aRule({ slot: slot(0, 100_000) })] }), account(null))).toMatchObject({
      value: false,
      reason: 'DEFAULT',
      flagMetadata: { bucketing: 'NO_KEY' },
    })
  })
})

function evaluate(flag: SnapshotFlag, context: EvaluationContext = {}) {
  const evaluator = createEvaluator({ snapshot: aSnapshot({ flags: { flag } }), now: () => 0 })
  return evaluator.evaluate('flag', 'any', 'code default', context)
}

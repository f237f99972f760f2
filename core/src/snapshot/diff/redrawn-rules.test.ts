import { aFlag, aRule } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { SnapshotRule } from '../snapshot.ts'
import { redrawnRules } from './redrawn-rules.ts'

const isRedrawn = (before: Partial<SnapshotRule>, after: Partial<SnapshotRule>) =>
  redrawnRules(aFlag({ rules: [aRule(before)] }), aFlag({ rules: [aRule(after)] })).length > 0

const bucketing = { by: ['targetingKey'], seed: 's', percent: 10_000 }
const slot = (from: number, until: number, parts: { by?: string[]; seed?: string } = {}) => ({
  slot: { by: ['targetingKey'], seed: 'group/g', from, until, ...parts },
})
const split = (...parts: [string, number][]) => ({ bucketing, outcome: { split: parts } })

describe('redrawnRules', () => {
  it.each<[string, Partial<SnapshotRule>, Partial<SnapshotRule>]>([
    ['a seed', { bucketing }, { bucketing: { ...bucketing, seed: 't' } }],
    ['what shares are drawn by', { bucketing }, { bucketing: { ...bucketing, by: ['account', 'id'] } }],
    ['the group of a slot', slot(0, 9), slot(0, 9, { seed: 'group/h' })],
    ['what slots are drawn by', slot(0, 9), slot(0, 9, { by: ['account'] })],
    ['where a slot begins and ends', slot(20, 40), slot(30, 50)],
    ['the order of a split', split(['on', 50_000], ['off', 50_000]), split(['off', 50_000], ['on', 50_000])],
  ])('are those where %s changes', (_what, before, after) => {
    expect(isRedrawn(before, after)).toBe(true)
    expect(isRedrawn(after, before)).toBe(true)
  })

  it.each<[string, Partial<SnapshotRule>, Partial<SnapshotRule>]>([
    ['a share', { bucketing }, { bucketing: { ...bucketing, percent: 20_000 } }],
    ['where a slot ends', slot(20, 40), slot(20, 50)],
    ['a slot that nobody was in', slot(20, 20), slot(30, 50)],
    ['that there is a share or a slot at all', {}, { bucketing, ...slot(0, 9) }],
    [
      'a weight of a split of two',
      split(['on', 50_000], ['off', 50_000]),
      split(['on', 70_000], ['off', 30_000]),
    ],
    ['what is served', { bucketing }, { bucketing, outcome: { serve: 'off' } }],
    ['nothing', { bucketing, ...slot(0, 9) }, { bucketing, ...slot(0, 9) }],
  ])('are not those where %s changes', (_what, before, after) => {
    expect(isRedrawn(before, after)).toBe(false)
    expect(isRedrawn(after, before)).toBe(false)
  })

  it('are looked for by name, and new ones are none', () => {
    const [a, b] = [
      aRule({ name: 'a', bucketing }),
      aRule({ name: 'b', bucketing: { ...bucketing, seed: 't' } }),
    ]

    expect(redrawnRules(aFlag({ rules: [a, b] }), aFlag({ rules: [b, a] }))).toEqual([])
    expect(redrawnRules(aFlag({ rules: [a] }), aFlag({ rules: [b] }))).toEqual([])
    expect(redrawnRules(undefined, aFlag({ rules: [a] }))).toEqual([])
    expect(redrawnRules(aFlag({ rules: [a] }), undefined)).toEqual([])
  })
})

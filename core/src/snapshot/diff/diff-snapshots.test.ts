import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { SnapshotFlag, SnapshotRule } from '../snapshot.ts'
import { parseSnapshot } from '../lines/parse-snapshot.ts'
import { writeSnapshot } from '../lines/write-snapshot.ts'
import { diffSnapshots } from './diff-snapshots.ts'
import type { ValueChange } from './value-changes.ts'

function detailsBetween(before: Partial<SnapshotFlag>, after: Partial<SnapshotFlag>): readonly ValueChange[] {
  const flagged = (parts: Partial<SnapshotFlag>) => aSnapshot({ flags: { a: aFlag(parts) } })
  return diffSnapshots(flagged(before), flagged(after)).flags.flatMap(({ details }) => details)
}

const ramp = (percent: number): SnapshotRule =>
  aRule({ name: 'eu-ramp', bucketing: { by: ['targetingKey'], seed: 'a', percent } })
const needs = (flag: string) => aFlag({ prerequisites: [{ flag, variants: ['on'] }] })

describe('diffSnapshots', () => {
  it('finds nothing where only the revision differs', () => {
    const before = aSnapshot({ flags: { a: aFlag() }, configs: { c: 1 } })
    const after = aSnapshot({
      flags: { a: aFlag() },
      configs: { c: 1 },
      revision: { sequence: 9, commit: 'd' },
    })

    expect(diffSnapshots(before, after)).toEqual({
      environment: 'production',
      flags: [],
      segments: [],
      configs: [],
    })
  })

  it('lists everything of a first publication as added', () => {
    const after = aSnapshot({
      flags: { a: aFlag({ rules: [aRule()] }) },
      segments: { s: aSegment({ include: ['ada'] }) },
      configs: { c: 1 },
    })

    expect(diffSnapshots(undefined, after)).toEqual({
      environment: 'production',
      flags: [
        {
          key: 'a',
          change: 'added',
          details: [
            { path: 'defaultVariant', to: 'off' },
            { path: 'disabledVariant', to: 'off' },
            { path: 'state', to: 'ENABLED' },
            { path: 'type', to: 'boolean' },
            { path: 'variants.off', to: false },
            { path: 'variants.on', to: true },
            { path: 'rules.everyone', to: { name: 'everyone', percent: 100, serve: 'on' } },
          ],
          redrawn: [],
          through: [],
        },
      ],
      segments: [
        {
          name: 's',
          change: 'added',
          details: [
            { path: 'by', to: 'targetingKey' },
            { path: 'exclude', to: [] },
            { path: 'include', to: ['ada'] },
          ],
          through: [],
        },
      ],
      configs: [{ path: 'c', to: 1, details: [{ path: 'value', to: 1 }] }],
    })
  })

  it('lists what was removed', () => {
    const diff = diffSnapshots(aSnapshot({ flags: { a: aFlag() }, configs: { c: 1 } }), aSnapshot())

    expect(diff.flags.map(({ key, change }) => [key, change])).toEqual([['a', 'removed']])
    expect(diff.flags[0]?.details).toContainEqual({ path: 'state', from: 'ENABLED' })
    expect(diff.configs).toEqual([{ path: 'c', from: 1, details: [{ path: 'value', from: 1 }] }])
  })

  it('says which rules draw their subjects anew', () => {
    const reseeded = aRule({ name: 'eu-ramp', bucketing: { by: ['targetingKey'], seed: 'b', percent: 10 } })
    const flagged = (rule: SnapshotRule) => aSnapshot({ flags: { a: aFlag({ rules: [rule] }) } })

    expect(diffSnapshots(flagged(ramp(10)), flagged(reseeded)).flags).toMatchObject([
      { redrawn: ['eu-ramp'] },
    ])
    expect(diffSnapshots(flagged(ramp(10)), flagged(ramp(20))).flags).toMatchObject([{ redrawn: [] }])
  })

  it('is the same for snapshots that were parsed and for those that were not', () => {
    const before = aSnapshot({
      flags: { a: aFlag(), b: needs('a') },
      segments: { s: aSegment() },
      configs: { c: 1 },
    })
    const after = aSnapshot({
      flags: {
        a: aFlag({ state: 'DISABLED' }),
        b: needs('a'),
        d: aFlag({ rules: [aRule({ if: ['$segment', 's'] })] }),
      },
      segments: { s: aSegment({ include: ['ada'] }) },
      configs: { c: { x: 1 } },
    })
    const parsed = (snapshot: typeof before) => parseSnapshot(writeSnapshot(snapshot))
    const diff = diffSnapshots(before, after)

    expect(diff.flags.map(({ key }) => key)).toEqual(['a', 'b', 'd'])
    expect(diffSnapshots(parsed(before), parsed(after))).toEqual(diff)
    expect(diffSnapshots(parsed(before), after)).toEqual(diff)
    expect(diffSnapshots(parsed(after), after)).toEqual({
      environment: 'production',
      flags: [],
      segments: [],
      configs: [],
    })
  })
})

describe('the details of a changed flag', () => {
  it.each<[string, Partial<SnapshotFlag>, Partial<SnapshotFlag>, readonly ValueChange[]]>([
    ['its state', {}, { state: 'DISABLED' }, [{ path: 'state', from: 'ENABLED', to: 'DISABLED' }]],
    [
      'a share',
      { rules: [ramp(25_000)] },
      { rules: [ramp(50_500)] },
      [{ path: 'rules.eu-ramp.percent', from: 25, to: 50.5 }],
    ],
    [
      'a share that becomes everyone, without a word of what everyone is bucketed by',
      { rules: [ramp(25_000)] },
      { rules: [aRule({ name: 'eu-ramp' })] },
      [{ path: 'rules.eu-ramp.percent', from: 25, to: 100 }],
    ],
    [
      'what subjects are bucketed by',
      { rules: [ramp(25_000)] },
      {
        rules: [aRule({ ...ramp(25_000), bucketing: { by: ['company', 'id'], seed: 'b', percent: 25_000 } })],
      },
      [
        { path: 'rules.eu-ramp.by', from: 'targetingKey', to: 'company.id' },
        { path: 'rules.eu-ramp.seed', from: 'a', to: 'b' },
      ],
    ],
    [
      'a condition, as source',
      { rules: [aRule({ if: ['=', ['.', 'plan'], 'pro'] })] },
      { rules: [aRule({ if: ['in', ['.', 'plan'], ['[]', 'pro', 'team']] })] },
      [{ path: 'rules.everyone.if', from: 'plan = "pro"', to: 'plan in ["pro", "team"]' }],
    ],
    [
      'a period',
      { rules: [aRule()] },
      { rules: [aRule({ during: { until: 0 } })] },
      [{ path: 'rules.everyone.during', to: { until: '1970-01-01T00:00:00.000Z' } }],
    ],
    [
      'an outcome of another kind',
      { rules: [ramp(50_000)] },
      { rules: [{ ...ramp(50_000), outcome: { split: [['on', 100_000]] } }] },
      [
        { path: 'rules.eu-ramp.serve', from: 'on' },
        { path: 'rules.eu-ramp.split', to: [{ variant: 'on', weight: 100 }] },
      ],
    ],
    [
      'rules that come and go',
      { rules: [aRule({ name: 'old' }), aRule({ name: 'stays' })] },
      { rules: [aRule({ name: 'stays' }), aRule({ name: 'new' })] },
      [
        { path: 'rules.old', from: { name: 'old', percent: 100, serve: 'on' } },
        { path: 'rules.new', to: { name: 'new', percent: 100, serve: 'on' } },
      ],
    ],
    [
      'the order of rules',
      { rules: [aRule({ name: 'x' }), aRule({ name: 'y' })] },
      { rules: [aRule({ name: 'y' }), aRule({ name: 'x' })] },
      [{ path: 'rules', from: ['x', 'y'], to: ['y', 'x'] }],
    ],
    [
      'variants, as far down as they differ',
      { type: 'object', variants: { off: { color: 'red', size: 1 } } },
      { type: 'object', variants: { off: { color: 'blue', size: 1 }, on: {} } },
      [
        { path: 'variants.off.color', from: 'red', to: 'blue' },
        { path: 'variants.on', to: {} },
      ],
    ],
    [
      'prerequisites',
      { prerequisites: [{ flag: 'p', variants: ['on'] }] },
      {
        prerequisites: [
          { flag: 'p', variants: ['on', 'off'] },
          { flag: 'q', variants: ['on'] },
        ],
      },
      [
        { path: 'prerequisites.p', from: ['on'], to: ['on', 'off'] },
        { path: 'prerequisites.q', to: ['on'] },
      ],
    ],
    [
      'an override',
      {},
      { override: { id: 'o-1', variant: 'on' } },
      [{ path: 'override', to: { id: 'o-1', variant: 'on' } }],
    ],
    [
      'a variant that becomes a list, as a whole',
      { type: 'object', variants: { off: { list: [1, 2] } } },
      { type: 'object', variants: { off: { list: [1, 2, 3] } } },
      [{ path: 'variants.off.list', from: [1, 2], to: [1, 2, 3] }],
    ],
  ])('tell %s', (_what, before, after, details) => {
    expect(detailsBetween(before, after)).toEqual(details)
  })

  it('tell the order of prerequisites, which are asked in order', () => {
    const [p, q] = [
      { flag: 'p', variants: ['on'] },
      { flag: 'q', variants: ['on'] },
    ]

    expect(detailsBetween({ prerequisites: [p, q] }, { prerequisites: [q, p] })).toEqual([
      { path: 'prerequisites', from: ['p', 'q'], to: ['q', 'p'] },
    ])
  })
})

describe('what is reached through something changed', () => {
  it('is listed with what it is reached through, however far away', () => {
    const holding = (include: string[], state: SnapshotFlag['state']) =>
      aSnapshot({
        segments: { staff: aSegment({ include }), insiders: aSegment({ if: ['$segment', 'staff'] }) },
        flags: {
          root: aFlag({ state }),
          middle: needs('root'),
          leaf: aFlag({
            prerequisites: [{ flag: 'middle', variants: ['on'] }],
            rules: [aRule({ if: ['$segment', 'insiders'] })],
          }),
          other: aFlag(),
        },
      })
    const diff = diffSnapshots(holding([], 'ENABLED'), holding(['ada'], 'DISABLED'))

    expect(diff.flags.map(({ key, change, through }) => [key, change, through])).toEqual([
      ['leaf', 'changed', ['root', 'staff']],
      ['middle', 'changed', ['root']],
      ['root', 'changed', []],
    ])
    expect(diff.flags[0]?.details).toEqual([])
    expect(diff.segments).toEqual([
      { name: 'insiders', change: 'changed', details: [], through: ['staff'] },
      {
        name: 'staff',
        change: 'changed',
        details: [{ path: 'include', from: [], to: ['ada'] }],
        through: [],
      },
    ])
  })

  it('tells a flag and a segment of one name apart', () => {
    const holding = (include: string[]) =>
      aSnapshot({ segments: { beta: aSegment({ include }) }, flags: { beta: aFlag(), a: needs('beta') } })

    expect(diffSnapshots(holding([]), holding(['ada'])).flags).toEqual([])
  })
})

describe('the details of a changed config', () => {
  it('tell what differs inside', () => {
    const before = aSnapshot({ configs: { limits: { a: { b: 1, c: 2 }, d: null } } })
    const after = aSnapshot({ configs: { limits: { a: { b: 1, c: 3 } } } })

    expect(diffSnapshots(before, after).configs).toEqual([
      {
        path: 'limits',
        from: { a: { b: 1, c: 2 }, d: null },
        to: { a: { b: 1, c: 3 } },
        details: [
          { path: 'value.a.c', from: 2, to: 3 },
          { path: 'value.d', from: null },
        ],
      },
    ])
  })
})

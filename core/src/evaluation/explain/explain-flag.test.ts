import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import type { SnapshotFlag, SnapshotSegment } from '../../snapshot/snapshot.ts'
import { bucketOf } from '../bucket.ts'
import { explainFlag } from './explain-flag.ts'
import type { FlagExplanation, SegmentExplanation } from './flag-explanation.ts'

interface Asked {
  readonly context?: JsonObject
  readonly flags?: Readonly<Record<string, SnapshotFlag>>
  readonly segments?: Readonly<Record<string, SnapshotSegment>>
  readonly privateAttributes?: readonly string[]
}

function explain(flag: SnapshotFlag | undefined, asked: Asked = {}): FlagExplanation {
  const { context = {}, flags = {}, segments = {}, privateAttributes = [] } = asked
  return explainFlag({
    snapshot: { ...aSnapshot({ flags: { ...flags, ...(flag && { flag }) }, segments }), privateAttributes },
    flag: 'flag',
    context,
    now: 1000,
  })
}

const withCondition = (condition: NonNullable<ReturnType<typeof aRule>['if']>, asked: Asked = {}) =>
  explain(aFlag({ rules: [aRule({ if: condition })] }), asked).rules[0]?.if

const isPro = ['=', ['.', 'plan'], 'pro'] as const

describe('what decided', () => {
  const rules = [aRule({ name: 'pro', if: isPro })]
  const prerequisites = [{ flag: 'cart', variants: ['on'] }]

  it.each<[FlagExplanation['decidedBy'], SnapshotFlag | undefined, JsonObject]>([
    ['flag-not-found', undefined, {}],
    ['override', aFlag({ rules, state: 'DISABLED', override: { id: 'o-1', variant: 'on' } }), {}],
    ['state', aFlag({ rules, state: 'ARCHIVED' }), {}],
    ['state', aFlag({ rules, override: { id: 'o-1', state: 'DISABLED' } }), {}],
    ['prerequisite', aFlag({ rules, prerequisites }), {}],
    ['rule', aFlag({ rules }), { plan: 'pro' }],
    ['rule', aFlag({ override: { id: 'o-1', rules } }), { plan: 'pro' }],
    ['rule', aFlag({ rules, state: 'DISABLED', override: { id: 'o-1', state: 'ENABLED' } }), { plan: 'pro' }],
    ['rule', aFlag({ state: 'ARCHIVED', override: { id: 'o-1', state: 'ENABLED', rules } }), { plan: 'pro' }],
    ['state', aFlag({ override: { id: 'o-1', state: 'DISABLED', rules } }), { plan: 'pro' }],
    ['default', aFlag({ rules }), {}],
    ['default', aFlag(), {}],
    ['fault', aFlag({ rules: [aRule({ if: ['$segment', 'gone'] })] }), {}],
  ])('was %s', (decidedBy, flag, context) => {
    expect(explain(flag, { context }).decidedBy).toBe(decidedBy)
  })

  it('is said of a flag in an environment at an instant, with what every evaluation gives', () => {
    expect(explain(aFlag())).toEqual({
      flag: 'flag',
      environment: 'production',
      at: '1970-01-01T00:00:01.000Z',
      details: {
        value: false,
        variant: 'off',
        reason: 'STATIC',
        flagMetadata: { revision: '1.1', commit: 'c0ffee'.padEnd(40, '0') },
      },
      decidedBy: 'default',
      prerequisites: [],
      rules: [],
      segments: [],
    })
  })

  it('leaves rules unreached before it comes to them', () => {
    const outcomes = (flag: SnapshotFlag) => explain(flag).rules.map(({ outcome }) => outcome)

    expect(outcomes(aFlag({ rules, state: 'DISABLED' }))).toEqual(['not-reached'])
    expect(outcomes(aFlag({ rules, prerequisites }))).toEqual(['not-reached'])
    expect(outcomes(aFlag({ rules: [...rules, aRule(), aRule({ name: 'rest' })] }))).toEqual([
      'not-matched',
      'matched',
      'not-reached',
    ])
  })
})

describe('prerequisites', () => {
  it('are said in order with what they resolve to, up to the first that is unmet', () => {
    const flags = {
      cart: aFlag({ rules: [aRule()] }),
      pay: aFlag({ state: 'DISABLED', disabledVariant: 'on' }),
    }
    const needed = ['cart', 'pay', 'ship'].map((flag) => ({ flag, variants: ['on'] }))

    expect(explain(aFlag({ prerequisites: needed }), { flags }).prerequisites).toEqual([
      {
        flag: 'cart',
        variants: ['on'],
        outcome: 'met',
        resolved: { variant: 'on', reason: 'TARGETING_MATCH', ruleName: 'everyone' },
      },
      { flag: 'pay', variants: ['on'], outcome: 'unmet', resolved: { variant: 'on', reason: 'DISABLED' } },
      { flag: 'ship', variants: ['on'], outcome: 'not-reached' },
    ])
  })

  it('that are not there are unmet', () => {
    const flag = aFlag({ prerequisites: [{ flag: 'gone', variants: ['on'] }] })

    expect(explain(flag).prerequisites).toMatchObject([{ outcome: 'unmet', resolved: { reason: 'ERROR' } }])
  })

  it('are not asked when the flag is disabled', () => {
    const flag = aFlag({ state: 'DISABLED', prerequisites: [{ flag: 'cart', variants: ['on'] }] })

    expect(explain(flag).prerequisites).toEqual([{ flag: 'cart', variants: ['on'], outcome: 'not-reached' }])
  })
})

describe('the parts of a rule', () => {
  const key = { targetingKey: 'u-1' }
  const reading = { path: 'targetingKey', found: 'value', value: 'u-1' }
  const bucket = (seed: string) => bucketOf('u-1', seed) / 1000
  const always = { from: 0, until: 5000 }
  const share = (percent: number) => ({ by: ['targetingKey'], seed: 's', percent })
  const slot = (from: number, until: number) => ({ by: ['targetingKey'], seed: 'group/g', from, until })
  const ruleFor = (rule: Parameters<typeof aRule>[0], context: JsonObject = key) =>
    explain(aFlag({ rules: [aRule(rule)] }), { context }).rules[0]

  it('stand in order, and those after one that does not hold are left out', () => {
    const all = { during: always, if: isPro, slot: slot(0, 100_000), bucketing: share(99_999) }

    expect(Object.keys(ruleFor(all, { ...key, plan: 'pro' }) ?? {})).toEqual([
      'name',
      'outcome',
      'during',
      'if',
      'slot',
      'percent',
    ])
    expect(ruleFor(all)).toMatchObject({ outcome: 'not-matched', failedAt: 'if' })
    expect(ruleFor(all)).not.toHaveProperty('slot')
    expect(ruleFor({ ...all, during: { from: 1001 } })).toEqual({
      name: 'everyone',
      outcome: 'not-matched',
      failedAt: 'during',
      during: { holds: false, from: '1970-01-01T00:00:01.001Z' },
    })
  })

  it('are absent where the rule does not ask', () => {
    expect(ruleFor({})).toEqual({ name: 'everyone', outcome: 'matched' })
    expect(ruleFor({ bucketing: share(100_000) }, {})).toEqual({ name: 'everyone', outcome: 'matched' })
  })

  it('show the share and the slot in percent, with the bucket of the subject', () => {
    expect(ruleFor({ slot: slot(0, 100_000), bucketing: share(12_345) })).toMatchObject({
      slot: { holds: true, group: 'g', from: 0, until: 100, key: reading, bucket: bucket('group/g') },
      percent: { holds: bucket('s') < 12.345, seed: 's', percent: 12.345, key: reading, bucket: bucket('s') },
    })
    const exactly = bucketOf('u-1', 'group/g')
    expect(ruleFor({ slot: slot(exactly, exactly + 1) })).toMatchObject({ slot: { holds: true } })
    expect(ruleFor({ slot: slot(0, exactly) })).toMatchObject({ slot: { holds: false } })
    expect(ruleFor({ slot: slot(0, 0) })).toMatchObject({
      failedAt: 'slot',
      slot: { holds: false, until: 0 },
    })
  })

  it('show where a subject is in a split', () => {
    const split = [
      ['on', 33_333],
      ['off', 66_667],
    ] as const

    expect(ruleFor({ bucketing: share(100_000), outcome: { split } })).toMatchObject({
      outcome: 'matched',
      percent: { holds: true, percent: 100 },
      split: {
        bucket: bucket('s/variant'),
        parts: [
          { variant: 'on', from: 0, until: 33.333 },
          { variant: 'off', from: 33.333, until: 100 },
        ],
      },
    })
  })

  it.each([
    [{}, { path: 'targetingKey', found: 'nothing' }],
    [{ targetingKey: '' }, { path: 'targetingKey', found: 'value', value: '' }],
    [{ targetingKey: 1.5 }, { path: 'targetingKey', found: 'value', value: 1.5 }],
  ])('have no bucket for a subject without a key: %j', (context, found) => {
    const rule = ruleFor({ bucketing: share(50_000) }, context)

    expect(rule?.percent).toEqual({ holds: false, seed: 's', percent: 50, key: found })
    expect(ruleFor({ slot: slot(0, 100_000) }, context)?.slot).toMatchObject({ holds: false, key: found })
    expect(ruleFor({ slot: slot(0, 100_000) }, context)?.slot).not.toHaveProperty('bucket')
  })
})

describe('a condition', () => {
  const isAdult = ['>=', ['.', 'age'], 18] as const
  const known = { path: 'plan', found: 'value', value: 'pro' }

  it('is said with the values it read', () => {
    expect(withCondition(isPro, { context: { plan: 'pro' } })).toEqual({
      holds: true,
      source: 'plan = "pro"',
      decidedBy: { source: 'plan = "pro"', result: true, values: [known], misfits: [], segments: [] },
    })
    expect(withCondition(isPro)?.decidedBy).toMatchObject({
      result: false,
      values: [{ path: 'plan', found: 'nothing' }],
    })
  })

  it.each<[Parameters<typeof withCondition>[0], string, string[]]>([
    [['and', isPro, isAdult], 'age >= 18', ['age']],
    [['or', isAdult, isPro], 'plan = "pro"', ['plan']],
    [
      ['or', isAdult, ['and', isPro, ['=', ['.', 'plan'], 'x']]],
      'age >= 18 or plan = "pro" and plan = "x"',
      ['age', 'plan'],
    ],
    [['and', isPro, ['or', isPro, isAdult]], 'plan = "pro" and (plan = "pro" or age >= 18)', ['plan', 'age']],
    [['and', isPro, ['or', isAdult, ['=', ['.', 'age'], 5]]], 'age >= 18 or age = 5', ['age']],
    [['$not', ['and', isPro, isAdult]], '$not(plan = "pro" and age >= 18)', ['plan', 'age']],
  ])('is decided by the smallest part that settles it: %j', (condition, source, paths) => {
    const decidedBy = withCondition(condition, { context: { plan: 'pro', age: 17 } })?.decidedBy

    expect(decidedBy?.source).toBe(source)
    expect(decidedBy?.values.map(({ path }) => path)).toEqual(paths)
  })

  it('says which part a value does not fit, and takes nothing that is missing for that', () => {
    const lower = ['=', ['$lowercase', ['.', 'plan']], 'pro'] as const

    expect(withCondition(lower, { context: { plan: 5 } })?.decidedBy).toMatchObject({
      result: false,
      values: [{ path: 'plan', value: 5 }],
      misfits: ['$lowercase(plan)'],
    })
    expect(withCondition(isAdult, { context: { age: '18' } })?.decidedBy).toMatchObject({
      result: 'undefined',
      misfits: ['age >= 18'],
    })
    expect(withCondition(lower)?.decidedBy.misfits).toEqual([])
    expect(withCondition(isAdult)?.decidedBy).toMatchObject({ result: 'undefined', misfits: [] })
  })

  it('shows nothing of what is private, nor of what holds it, but that it is there', () => {
    const asked = {
      context: { plan: 'pro', address: { street: 'x' }, addresses: 1 },
      privateAttributes: ['plan', 'address.street'],
    }
    const read = (...path: string[]) =>
      withCondition(['$exists', ['.', ...path]], asked)?.decidedBy.values[0]?.found

    expect(withCondition(isPro, asked)?.decidedBy.values).toEqual([{ path: 'plan', found: 'private' }])
    expect(read('address')).toBe('private')
    expect(read('address', 'street')).toBe('private')
    expect(read('address', 'street', 'name')).toBe('nothing')
    expect(read('addresses')).toBe('value')
    expect(
      JSON.stringify(
        explain(
          aFlag({ rules: [aRule({ slot: { by: ['plan'], seed: 'group/g', from: 0, until: 1 } })] }),
          asked,
        ),
      ),
    ).not.toContain('"pro"')
  })
})

describe('segments', () => {
  const segments = {
    insiders: aSegment({ include: ['ada', 'eve'], exclude: ['eve'] }),
    staff: aSegment({ if: ['or', ['$segment', 'insiders'], isPro], exclude: ['mallory'] }),
    unused: aSegment({ include: ['ada'] }),
  }
  const segmentsFor = (context: JsonObject) =>
    explain(aFlag({ rules: [aRule({ if: ['$segment', 'staff'] })] }), { context, segments }).segments

  it('are each explained once, those that others were decided by included', () => {
    expect(segmentsFor({ targetingKey: 'ada' })).toEqual([
      {
        name: 'insiders',
        holds: true,
        decidedBy: 'include',
        key: { path: 'targetingKey', found: 'value', value: 'ada' },
      },
      {
        name: 'staff',
        holds: true,
        decidedBy: 'if',
        key: { path: 'targetingKey', found: 'value', value: 'ada' },
        if: {
          holds: true,
          source: '$segment("insiders") or plan = "pro"',
          decidedBy: {
            source: '$segment("insiders")',
            result: true,
            values: [],
            misfits: [],
            segments: ['insiders'],
          },
        },
      },
    ])
  })

  it.each<[JsonObject, Partial<SegmentExplanation>]>([
    [
      { targetingKey: 'mallory', plan: 'pro' },
      { name: 'staff', holds: false, decidedBy: 'exclude' },
    ],
    [{ targetingKey: 'eve' }, { name: 'insiders', holds: false, decidedBy: 'exclude' }],
    [{ targetingKey: 'bob' }, { name: 'insiders', holds: false, decidedBy: 'no-match' }],
    [{ targetingKey: 'bob' }, { name: 'staff', holds: false, decidedBy: 'if' }],
    [
      { plan: 'pro' },
      { name: 'staff', holds: true, decidedBy: 'if', key: { path: 'targetingKey', found: 'nothing' } },
    ],
  ])('for %j say what decided: %j', (context, expected) => {
    expect(segmentsFor(context).find(({ name }) => name === expected.name)).toMatchObject(expected)
  })

  it('end where segments refer to themselves, which no checked snapshot has', () => {
    const circular = { staff: aSegment({ if: ['$segment', 'staff'] }) }
    const hidden = ['$not', ['or', ['$exists', ['.', 'plan']], ['$segment', 'staff']]] as const

    expect(
      explain(aFlag({ rules: [aRule({ if: ['$segment', 'staff'] })] }), { segments: circular }),
    ).toMatchObject({ decidedBy: 'fault', rules: [] })
    expect(withCondition(hidden, { context: { plan: 1 }, segments: circular })?.holds).toBe(false)
  })
})

import { aFlag, aRule, aSegment } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../../expression/expression.ts'
import type { SnapshotFlag } from '../snapshot.ts'
import { FLAG, SEGMENT } from './document-shapes.ts'
import { requireShape } from './shape.ts'

const bucketing = { by: ['targetingKey'], seed: 's', percent: 50_000 }
const split = (...parts: [string, number][]) =>
  aFlag({ rules: [aRule({ bucketing, outcome: { split: parts } })] })
const withRule = (rule: object) => aFlag({ rules: [{ ...aRule(), ...rule }] })
const withSlot = (parts: object) =>
  withRule({ slot: { by: ['targetingKey'], seed: 'group/g', from: 0, until: 50_000, ...parts } })
const overridden = (override: object) => ({ ...aFlag(), override: { id: 'o-1', ...override } })

describe('the shape of a flag', () => {
  it.each<[string, SnapshotFlag]>([
    ['a plain flag', aFlag()],
    ['a flag of objects', aFlag({ type: 'object', variants: { off: {}, on: { a: [null] } } })],
    ['a flag of strings', aFlag({ type: 'string', variants: { off: '', on: 'x' } })],
    ['the last instant there is', aFlag({ rules: [aRule({ during: { from: -8.64e15, until: 8.64e15 } })] })],
    ['a slot', withSlot({})],
    ['a split', split(['on', 0], ['off', 100_000])],
    ['an override to a variant', aFlag({ override: { id: 'o-1', variant: 'on' } })],
    ['an override of the state', aFlag({ override: { id: 'o-1', state: 'DISABLED' } })],
    ['an override of rules', aFlag({ override: { id: 'o-1', rules: [aRule()] } })],
    ['an override of both', aFlag({ override: { id: 'o-1', state: 'ENABLED', rules: [] } })],
  ])('lets %s pass', (_what, flag) => {
    expect(() => {
      requireShape(FLAG, flag, 'flag')
    }).not.toThrow()
  })

  it.each<[string, unknown]>([
    ['flag is no object: []', []],
    ['flag.type is no boolean or string or number or object: "list"', { ...aFlag(), type: 'list' }],
    ['flag.state is no ENABLED or DISABLED or ARCHIVED: it is absent', { ...aFlag(), state: undefined }],
    ["flag.variants.on is no value of the flag's type: true", aFlag({ type: 'string' })],
    [
      "flag.variants.off is no value of the flag's type: []",
      aFlag({ type: 'object', variants: { off: [] } }),
    ],
    [
      "flag.variants.off is no value of the flag's type: null",
      aFlag({ type: 'object', variants: { off: null } }),
    ],
    ['flag.disabledVariant is no variant of the flag: "gone"', aFlag({ disabledVariant: 'gone' })],
    ['flag.defaultVariant is no variant of the flag: "toString"', aFlag({ defaultVariant: 'toString' })],
    ['flag.disabledVariant is no variant of the flag: 1', { ...aFlag(), disabledVariant: 1 }],
    ['flag.prerequisites is no list: {}', { ...aFlag(), prerequisites: {} }],
    [
      'flag.prerequisites[0].flag is no string: it is absent',
      { ...aFlag(), prerequisites: [{ variants: [] }] },
    ],
    [
      'flag.prerequisites[0].variants[1] is no string: 1',
      { ...aFlag(), prerequisites: [{ flag: 'a', variants: ['on', 1] }] },
    ],
    ['flag.rules[0] is no object: null', { ...aFlag(), rules: [null] }],
    ['flag.rules[0].name is no string: null', withRule({ name: null })],
    ['flag.rules[0].if[0] is no string: it is absent', withRule({ if: [] })],
    ['flag.rules[0].if[2][0] is no string: 1', withRule({ if: ['and', true, [1]] })],
    ['flag.rules[0].if[2] is no expression: {}', withRule({ if: ['and', true, {}] })],
    ['flag.rules[0].during is no object: 1', withRule({ during: 1 })],
    [
      'flag.rules[0].during.from is no integer from -8640000000000000 to 8640000000000000: 0.5',
      withRule({ during: { from: 0.5 } }),
    ],
    [
      'flag.rules[0].during.until is no integer from -8640000000000000 to 8640000000000000: 8650000000000000',
      withRule({ during: { until: 8.65e15 } }),
    ],
    [
      'flag.rules[0].during.until is no integer from -8640000000000000 to 8640000000000000: "2027-01-01"',
      withRule({ during: { until: '2027-01-01' } }),
    ],
    ['flag.rules[0].slot is no object: "b"', withRule({ slot: 'b' })],
    ['flag.rules[0].slot.by is no path: []', withSlot({ by: [] })],
    ['flag.rules[0].slot.seed is no string: it is absent', withSlot({ seed: undefined })],
    ['flag.rules[0].slot.from is no integer from 0 to 100000: -1', withSlot({ from: -1 })],
    ['flag.rules[0].slot.until is no integer from 0 to 100000: 100001', withSlot({ until: 100_001 })],
    ['flag.rules[0].bucketing.by is no path: []', withRule({ bucketing: { ...bucketing, by: [] } })],
    ['flag.rules[0].bucketing.seed is no string: 1', withRule({ bucketing: { ...bucketing, seed: 1 } })],
    ...[100_001, 0.5, -1].map((percent): [string, unknown] => [
      `flag.rules[0].bucketing.percent is no integer from 0 to 100000: ${percent}`,
      withRule({ bucketing: { ...bucketing, percent } }),
    ]),
    ['flag.rules[0].outcome is no object: "on"', withRule({ outcome: 'on' })],
    ['flag.rules[0].outcome.split is no list: it is absent', withRule({ outcome: {} })],
    [
      'flag.rules[0].outcome.serve is no variant of the flag: "gone"',
      withRule({ outcome: { serve: 'gone' } }),
    ],
    ['flag.rules[0].outcome.split[0][0] is no variant of the flag: "gone"', split(['gone', 100_000])],
    [
      'flag.rules[0].outcome.split is no split of 100000: [["on",50000],["off",49999]]',
      split(['on', 50_000], ['off', 49_999]),
    ],
    ['flag.rules[0].outcome.split[0] is no list: {}', withRule({ outcome: { split: [{}] } })],
    ['flag.override.id is no string: it is absent', { ...aFlag(), override: { variant: 'on' } }],
    ['flag.override.variant is no variant of the flag: "gone"', overridden({ variant: 'gone' })],
    ['flag.override.state is no ENABLED or DISABLED or ARCHIVED: "OFF"', overridden({ state: 'OFF' })],
    ['flag.override.rules[0] is no object: []', overridden({ rules: [[]] })],
    ['flag.override.rules is no list: "on"', overridden({ rules: 'on' })],
    ['flag.override is no override of a variant, state or rules: {"id":"o-1"}', overridden({})],
    [
      'flag.override.state is unknown here: a newer SDK is needed',
      overridden({ variant: 'on', state: 'ENABLED' }),
    ],
    ['flag.sticky is unknown here: a newer SDK is needed', { ...aFlag(), sticky: true }],
    ['flag.rules[0].until? is unknown here: a newer SDK is needed', withRule({ 'until?': 1 })],
    ['flag.rules[0].slot.salt is unknown here: a newer SDK is needed', withSlot({ salt: 's' })],
    [
      'flag.rules[0].during.zone is unknown here: a newer SDK is needed',
      withRule({ during: { zone: 'UTC' } }),
    ],
    [
      'flag.rules[0].outcome.split is unknown here: a newer SDK is needed',
      withRule({ outcome: { serve: 'on', split: [['on', 100_000]] } }),
    ],
    [
      'flag.rules[0].outcome.split[0] is no pair: ["on",100000,"a"]',
      withRule({ outcome: { split: [['on', 100_000, 'a']] } }),
    ],
  ])('refuses one where %s', (reason, flag) => {
    expect(() => {
      requireShape(FLAG, flag, 'flag')
    }).toThrow(new TypeError(reason))
  })
})

describe('the shape of a segment', () => {
  const condition: Expression = ['=', ['.', 'plan'], 'pro']

  it('lets a segment pass, with a condition and without', () => {
    expect(() => {
      for (const segment of [aSegment(), aSegment({ if: condition, include: ['ada'] })]) {
        requireShape(SEGMENT, segment, 'segment')
      }
    }).not.toThrow()
  })

  it.each<[string, object]>([
    ['segment.by is no list: "targetingKey"', { by: 'targetingKey' }],
    ['segment.include[0] is no string: 1', { include: [1] }],
    ['segment.exclude is no list: it is absent', { exclude: undefined }],
    ['segment.if[0] is no string: 1', { if: [1] }],
    ['segment.salt is unknown here: a newer SDK is needed', { salt: '' }],
  ])('refuses one where %s', (reason, parts) => {
    expect(() => {
      requireShape(SEGMENT, { ...aSegment(), ...parts }, 'segment')
    }).toThrow(new TypeError(reason))
  })
})

it('shows the beginning of a long value', () => {
  const flag = { ...aFlag(), defaultVariant: 'x'.repeat(1000) }

  expect(() => {
    requireShape(FLAG, flag, 'flag')
  }).toThrow(new TypeError(`flag.defaultVariant is no variant of the flag: "${'x'.repeat(59)}`))
})

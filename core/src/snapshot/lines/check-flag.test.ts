import { aFlag, aRule, aSegment } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../../expression/expression.ts'
import type { SnapshotFlag } from '../snapshot.ts'
import { checkFlag } from './check-flag.ts'
import { checkSegment } from './check-segment.ts'

const bucketing = { by: ['targetingKey'], seed: 's', percent: 50_000 }
const split = (...parts: [string, number][]) =>
  aFlag({ rules: [aRule({ bucketing, outcome: { split: parts } })] })
const withRule = (rule: object) => aFlag({ rules: [{ ...aRule(), ...rule }] })
const overridden = (override: object) => ({ ...aFlag(), override: { id: 'o-1', ...override } })

describe('checkFlag', () => {
  it.each<[string, SnapshotFlag]>([
    ['a plain flag', aFlag()],
    ['a flag of objects', aFlag({ type: 'object', variants: { off: {}, on: { a: [null] } } })],
    ['a flag of strings', aFlag({ type: 'string', variants: { off: '', on: 'x' } })],
    ['the last instant there is', aFlag({ rules: [aRule({ during: { from: -8.64e15, until: 8.64e15 } })] })],
    ['a split', split(['on', 0], ['off', 100_000])],
    ['an override to a variant', aFlag({ override: { id: 'o-1', variant: 'on' } })],
    ['an override of rules', aFlag({ override: { id: 'o-1', rules: [aRule()] } })],
  ])('lets %s pass', (_what, flag) => {
    expect(() => {
      checkFlag(flag)
    }).not.toThrow()
  })

  it.each<[string, unknown]>([
    ['the flag is no object', []],
    ['type is none of boolean, string, number, object', { ...aFlag(), type: 'list' }],
    ['the value of the variant on is no string', aFlag({ type: 'string' })],
    ['the value of the variant off is no object', aFlag({ type: 'object', variants: { off: [] } })],
    ['the value of the variant off is no object', aFlag({ type: 'object', variants: { off: null } })],
    ['there is no variant gone', aFlag({ disabledVariant: 'gone' })],
    ['the name of a variant is no string', { ...aFlag(), disabledVariant: 1 }],
    ['prerequisites is no list', { ...aFlag(), prerequisites: {} }],
    ['the flag of a prerequisite is no string', { ...aFlag(), prerequisites: [{ variants: [] }] }],
    [
      'an element of the variants of a prerequisite is no string',
      { ...aFlag(), prerequisites: [{ flag: 'a', variants: [1] }] },
    ],
    ['a rule is no object', { ...aFlag(), rules: [null] }],
    ['the name of a rule is no string', withRule({ name: null })],
    ['the operator of an expression is no string', withRule({ if: [] })],
    ['an expression holds an object', withRule({ if: ['and', true, {}] })],
    ['during is no object', withRule({ during: 1 })],
    ['an instant is no time value in milliseconds', withRule({ during: { from: 0.5 } })],
    ['an instant is no time value in milliseconds', withRule({ during: { until: 8.65e15 } })],
    ['an instant is no time value in milliseconds', withRule({ during: { until: '2027-01-01' } })],
    ['by is empty', withRule({ bucketing: { ...bucketing, by: [] } })],
    ['seed is no string', withRule({ bucketing: { ...bucketing, seed: 1 } })],
    ['percent is no integer from 0 to 100000', withRule({ bucketing: { ...bucketing, percent: 100_001 } })],
    ['percent is no integer from 0 to 100000', withRule({ bucketing: { ...bucketing, percent: 0.5 } })],
    ['percent is no integer from 0 to 100000', withRule({ bucketing: { ...bucketing, percent: -1 } })],
    ['an outcome is no object', withRule({ outcome: 'on' })],
    ['there is no variant gone', withRule({ outcome: { serve: 'gone' } })],
    ['there is no variant gone', split(['gone', 100_000])],
    ['the weights of a split add up to 99999', split(['on', 50_000], ['off', 49_999])],
    ['a part of a split is no list', withRule({ outcome: { split: [{}] } })],
    ['the id of an override is no string', { ...aFlag(), override: { variant: 'on' } }],
    ['there is no variant gone', overridden({ variant: 'gone' })],
    ['state is none of ENABLED, DISABLED, ARCHIVED', overridden({ state: 'OFF' })],
    ['rules is no list', overridden({})],
  ])('refuses one where %s', (reason, flag) => {
    expect(() => {
      checkFlag(flag)
    }).toThrow(new TypeError(reason))
  })
})

describe('checkSegment', () => {
  const condition: Expression = ['=', ['.', 'plan'], 'pro']

  it('lets a segment pass, with a condition and without', () => {
    expect(() => {
      checkSegment(aSegment())
      checkSegment(aSegment({ if: condition, include: ['ada'] }))
    }).not.toThrow()
  })

  it.each<[string, object]>([
    ['by is no list', { by: 'targetingKey' }],
    ['an element of include is no string', { include: [1] }],
    ['exclude is no list', { exclude: undefined }],
    ['the operator of an expression is no string', { if: [1] }],
  ])('refuses one where %s', (reason, parts) => {
    expect(() => {
      checkSegment({ ...aSegment(), ...parts })
    }).toThrow(new TypeError(reason))
  })
})

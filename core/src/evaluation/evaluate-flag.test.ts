import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { SnapshotFlag } from '../snapshot/snapshot.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import { createEvaluator, type Evaluator } from './evaluator.ts'

const revision = { revision: '1.1', commit: 'c0ffee'.padEnd(40, '0') }
const proOnly = aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })

describe('an override', () => {
  it('that names a variant decides alone, even for a disabled flag', () => {
    const flag = aFlag({ state: 'DISABLED', rules: [proOnly], override: { id: 'ov-1', variant: 'on' } })

    expect(evaluate(flag)).toEqual({
      value: true,
      variant: 'on',
      reason: 'STATIC',
      flagMetadata: { ...revision, override: 'ov-1' },
    })
  })

  it('that gives a state replaces the state', () => {
    const off = aFlag({ rules: [aRule()], override: { id: 'ov-1', state: 'DISABLED' } })
    const on = aFlag({ state: 'DISABLED', rules: [aRule()], override: { id: 'ov-2', state: 'ENABLED' } })

    expect(evaluate(off)).toMatchObject({
      value: false,
      reason: 'DISABLED',
      flagMetadata: { override: 'ov-1' },
    })
    expect(evaluate(on)).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
      flagMetadata: { override: 'ov-2' },
    })
  })

  it('that gives rules replaces the rules', () => {
    const flag = aFlag({ rules: [aRule()], override: { id: 'ov-1', rules: [] } })

    expect(evaluate(flag)).toMatchObject({
      value: false,
      reason: 'STATIC',
      flagMetadata: { override: 'ov-1' },
    })
  })
})

describe('prerequisites', () => {
  const needs = (...variants: string[]) =>
    aFlag({ prerequisites: [{ flag: 'cart', variants }], rules: [aRule()] })
  const evaluateWith = (cart: SnapshotFlag | undefined, context = {}) =>
    anEvaluator({ flag: needs('on'), ...(cart && { cart }) }).evaluate('flag', 'boolean', true, context)

  it('let the rules decide when the flag resolves as needed', () => {
    expect(evaluateWith(aFlag({ rules: [proOnly] }), { plan: 'pro' })).toMatchObject({
      value: true,
      variant: 'on',
    })
  })

  it.each([
    ['resolves otherwise', aFlag({ rules: [proOnly] })],
    ['is disabled, whatever it resolves to', aFlag({ state: 'DISABLED', disabledVariant: 'on' })],
    ['is archived', aFlag({ state: 'ARCHIVED', disabledVariant: 'on' })],
    ['is not there', undefined],
  ])('give the default variant when the flag %s', (_what, cart) => {
    expect(evaluateWith(cart)).toEqual({
      value: false,
      variant: 'off',
      reason: 'DEFAULT',
      flagMetadata: { ...revision, prerequisite: 'cart' },
    })
  })

  it('are evaluated once however many flags need them', () => {
    let reads = 0
    const layer = (flag: string) =>
      aFlag({
        prerequisites: Array.from({ length: 4 }, () => ({ flag, variants: ['on'] })),
        rules: [aRule()],
      })
    const flags = { a: layer('b'), b: layer('c'), c: layer('d'), d: aFlag({ rules: [proOnly] }) }
    const context = {
      get plan() {
        reads++
        return 'pro'
      },
    }

    expect(anEvaluator(flags).evaluate('a', 'boolean', false, context).value).toBe(true)
    expect(reads).toBe(1)
  })
})

describe('rules', () => {
  it('are tried in order, and the first that matches decides', () => {
    const flag = aFlag({
      type: 'string',
      variants: { a: 'A', b: 'B', c: 'C' },
      defaultVariant: 'c',
      rules: [
        aRule({ name: 'first', if: ['=', ['.', 'plan'], 'pro'], outcome: { serve: 'a' } }),
        aRule({ name: 'second', if: ['$exists', ['.', 'plan']], outcome: { serve: 'b' } }),
      ],
    })

    expect(evaluate(flag, { plan: 'pro' })).toEqual({
      value: 'A',
      variant: 'a',
      reason: 'TARGETING_MATCH',
      flagMetadata: { ...revision, ruleName: 'first' },
    })
    expect(evaluate(flag, { plan: 'free' })).toMatchObject({
      value: 'B',
      flagMetadata: { ruleName: 'second' },
    })
    expect(evaluate(flag)).toEqual({ value: 'C', variant: 'c', reason: 'DEFAULT', flagMetadata: revision })
  })

  it('hold during their time only: from inclusive, until exclusive', () => {
    const flag = aFlag({ rules: [aRule({ during: { from: 1000, until: 2000 } })] })
    const at = (now: number) => anEvaluator({ flag }, () => now).evaluate('flag', 'boolean', true, {}).value

    expect([999, 1000, 1999, 2000].map(at)).toEqual([false, true, true, false])
  })

  it('ask for the time once in an evaluation, and only when a rule depends on it', () => {
    let asked = 0
    const now = () => ++asked
    const timed = aFlag({ rules: [aRule({ during: { from: 10 } }), aRule({ during: { until: 0 } })] })
    const evaluator = anEvaluator({ timed, plain: aFlag({ rules: [aRule()] }) }, now)

    evaluator.evaluate('plain', 'boolean', false, {})
    expect(asked).toBe(0)
    evaluator.evaluate('timed', 'boolean', false, {})
    expect(asked).toBe(1)
  })
})

function anEvaluator(flags: Readonly<Record<string, SnapshotFlag>>, now = () => 0): Evaluator {
  return createEvaluator({ snapshot: aSnapshot({ flags }), now })
}

function evaluate(flag: SnapshotFlag, context: EvaluationContext = {}) {
  return anEvaluator({ flag }).evaluate('flag', 'any', 'code default', context)
}

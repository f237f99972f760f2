import { aFlag, aRule } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { SnapshotFlag } from './snapshot.ts'
import { timeBoundaries } from './time-boundaries.ts'

const boundariesOf = (flags: Readonly<Record<string, SnapshotFlag>>) =>
  timeBoundaries(new Map(Object.entries(flags))).map(({ at, flags: keys }) => `${at} ${keys.join(' ')}`)

const sale = (from: number, parts: Partial<SnapshotFlag> = {}) =>
  aFlag({ rules: [aRule({ during: { from } })], ...parts })
const needs = (...flags: string[]) =>
  aFlag({ rules: [aRule()], prerequisites: flags.map((flag) => ({ flag, variants: ['on'] })) })

describe('timeBoundaries', () => {
  it('lists every begin and end of a during once, in order, with the flags that change then', () => {
    const banner = aFlag({
      rules: [
        aRule({ name: 'a', during: { from: 30, until: 40 } }),
        aRule({ name: 'b', during: { until: 9 } }),
        aRule({ name: 'c' }),
      ],
    })

    expect(boundariesOf({ sale: sale(40), banner, plain: aFlag({ rules: [aRule()] }) })).toEqual([
      '9 banner',
      '30 banner',
      '40 banner sale',
    ])
  })

  it('names the flags reached through prerequisites too, however far away', () => {
    const flags = { a: sale(1), b: needs('a'), c: needs('b', 'a'), d: needs('z'), z: aFlag() }

    expect(boundariesOf(flags)).toEqual(['1 a b c'])
  })

  it("takes an override's rules in place of the flag's", () => {
    const override = { id: 'o-1', rules: [aRule({ during: { from: 100 } })] }

    expect(boundariesOf({ a: sale(1, { override }) })).toEqual(['100 a'])
  })

  it.each<[string, Partial<SnapshotFlag>]>([
    ['disabled', { state: 'DISABLED' }],
    ['archived', { state: 'ARCHIVED' }],
    ['overridden to a variant', { override: { id: 'o-1', variant: 'on' } }],
    ['disabled by an override', { override: { id: 'o-1', state: 'DISABLED' } }],
    [
      'disabled by an override that brings rules',
      { override: { id: 'o-1', state: 'DISABLED', rules: [aRule({ during: { from: 100 } })] } },
    ],
  ])('passes over a flag that is %s, as an evaluation does', (_what, parts) => {
    expect(boundariesOf({ a: sale(1, parts) })).toEqual([])
    expect(boundariesOf({ a: sale(1), b: { ...needs('a'), ...parts }, c: needs('b') })).toEqual(['1 a'])
  })

  it('counts the rules of a flag that an override enables', () => {
    const override = { id: 'o-1', state: 'ENABLED' } as const

    expect(boundariesOf({ a: sale(1, { state: 'DISABLED', override }) })).toEqual(['1 a'])
  })

  it('counts the rules that an override brings to a flag that it enables', () => {
    const override = { id: 'o-1', state: 'ENABLED', rules: [aRule({ during: { from: 100 } })] } as const

    expect(boundariesOf({ a: sale(1, { state: 'DISABLED', override }) })).toEqual(['100 a'])
  })
})

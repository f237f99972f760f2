import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { changedKeys } from './changed-keys.ts'

const inSegment = (name: string) => aRule({ if: ['$segment', name] })

describe('changedKeys', () => {
  it('finds nothing between equal contents, whatever the order of keys and the revision', () => {
    const before = aSnapshot({ flags: { a: aFlag(), b: aFlag() }, configs: { c: { x: 1, y: 2 } } })
    const after = aSnapshot({
      revision: { sequence: 9 },
      flags: { b: aFlag(), a: aFlag() },
      configs: { c: { y: 2, x: 1 } },
    })
    expect(changedKeys(before, after)).toEqual({ flags: [], segments: [], configs: [] })
  })

  it('lists what was added, removed and changed, sorted', () => {
    const before = aSnapshot({
      flags: { z: aFlag(), gone: aFlag(), same: aFlag() },
      configs: { old: 1, c: 1 },
    })
    const after = aSnapshot({
      flags: { added: aFlag(), same: aFlag(), z: aFlag({ state: 'DISABLED' }) },
      configs: { c: 2 },
    })
    expect(changedKeys(before, after)).toEqual({
      flags: ['added', 'gone', 'z'],
      segments: [],
      configs: ['c', 'old'],
    })
  })

  it('tells a value of null from a key that is not there', () => {
    const change = changedKeys(aSnapshot(), aSnapshot({ configs: { c: null } }))
    expect(change.configs).toEqual(['c'])
  })

  it('lists a flag whose rule reaches a changed segment through another segment', () => {
    const holding = (include: string[]) =>
      aSnapshot({
        segments: {
          staff: aSegment({ include }),
          insiders: aSegment({ if: ['or', ['=', ['.', 'plan'], 'pro'], ['$segment', 'staff']] }),
        },
        flags: { reached: aFlag({ rules: [inSegment('insiders')] }), untouched: aFlag() },
      })
    expect(changedKeys(holding(['ada']), holding(['ada', 'bob']))).toEqual({
      flags: ['reached'],
      segments: ['insiders', 'staff'],
      configs: [],
    })
  })

  it('lists a flag whose override reaches a changed segment', () => {
    const holding = (include: string[]) =>
      aSnapshot({
        segments: { staff: aSegment({ include }) },
        flags: { reached: aFlag({ override: { id: 'o-1', rules: [inSegment('staff')] } }) },
      })
    expect(changedKeys(holding([]), holding(['ada'])).flags).toEqual(['reached'])
  })

  it('lists a config once its value is another, whoever it is from', () => {
    const before = aSnapshot({ configs: { limits: 1, hosts: [] } })
    const after = aSnapshot({ configs: { limits: 2, hosts: [] } })

    expect(changedKeys(before, { ...before, overriddenConfigs: ['hosts'] }).configs).toEqual([])
    expect(changedKeys(before, { ...after, overriddenConfigs: ['limits'] }).configs).toEqual(['limits'])
  })

  it('lists flags that need a changed flag, however far away and in whatever order they come', () => {
    const needs = (flag: string) => aFlag({ prerequisites: [{ flag, variants: ['on'] }] })
    const holding = (root: boolean) =>
      aSnapshot({
        flags: {
          leaf: needs('middle'),
          middle: needs('root'),
          root: aFlag({ defaultVariant: root ? 'on' : 'off' }),
          other: needs('elsewhere'),
        },
      })
    expect(changedKeys(holding(false), holding(true)).flags).toEqual(['leaf', 'middle', 'root'])
  })

  it('reads the segment of a call only, not text that looks like one', () => {
    const holding = (include: string[]) =>
      aSnapshot({
        segments: { staff: aSegment({ include }) },
        flags: {
          text: aFlag({ rules: [aRule({ if: ['in', ['.', 'team'], ['[]', '$segment', 'staff']] })] }),
        },
      })
    expect(changedKeys(holding([]), holding(['ada'])).flags).toEqual([])
  })
})

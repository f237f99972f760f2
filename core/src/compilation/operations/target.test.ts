import { nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../operation.ts'
import { stateHashOf } from './state-hash.ts'
import { targetOf, withOperation, withoutOperation } from './target.ts'
import { writeOperations } from './write-operations.ts'

const onRamp: Operation = { id: 'o-1', flag: 'ramp', variant: 'on' }
const onBanner: Operation = { id: 'o-2', flag: 'banner', state: 'DISABLED' }
const onLimits: Operation = { id: 'o-3', config: 'limits', patch: { b: 1, a: null } }
const hashOf = (operations: readonly Operation[]) => stateHashOf(operations, nodePlatform.sha256)

describe('the operations in force', () => {
  it('have a target each', () => {
    expect([onRamp, onLimits].map(targetOf)).toEqual(['flag/ramp', 'config/limits'])
  })

  it('are sorted by it, and at most one for each: the newest', () => {
    const again: Operation = { id: 'o-4', flag: 'ramp', state: 'DISABLED' }
    const operations = [onRamp, onBanner, onLimits, again].reduce<readonly Operation[]>(withOperation, [])

    expect(operations).toEqual([onLimits, onBanner, again])
  })

  it('are without one that is lifted, and as they were where there is none', () => {
    expect(withoutOperation([onRamp, onLimits], 'flag/ramp')).toEqual([onLimits])
    expect(withoutOperation([onRamp, onLimits], 'config/ramp')).toEqual([onLimits, onRamp])
  })

  it('tell a flag and a config of one name apart', () => {
    const onConfig: Operation = { id: 'o-5', config: 'ramp', patch: 1 }

    expect(withOperation([onRamp], onConfig)).toEqual([onConfig, onRamp])
  })
})

describe('writeOperations', () => {
  it('writes canonical JSON Lines, sorted by target', () => {
    expect(writeOperations([onRamp, onLimits])).toBe(
      '{"config":"limits","id":"o-3","patch":{"a":null,"b":1}}\n{"flag":"ramp","id":"o-1","variant":"on"}\n',
    )
  })
})

describe('stateHashOf', () => {
  it('is that of nothing where there are no operations', () => {
    expect(hashOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('does not ask for their order', () => {
    const all = [onRamp, onBanner, onLimits]
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(hashOf(shuffled)).toBe(hashOf(all))
      }),
    )
  })

  it('tells any two apart, by id too', () => {
    const hashes = [[onRamp], [onBanner], [onRamp, onBanner], [{ ...onRamp, id: 'o-9' }], []].map(hashOf)

    expect(new Set(hashes).size).toBe(5)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DamagedObject } from '../damaged-object.ts'
import { applyDelta } from './delta.ts'
import { ObjectTooLarge } from '../object-too-large.ts'

const base = Buffer.from('0123456789')

describe('a delta', () => {
  it('copies from the base and inserts', () => {
    const delta = Buffer.from([10, 7, 0x91, 2, 3, 2, ...Buffer.from('ab'), 0x90, 2])
    expect(applyDelta(base, delta, 100).toString()).toBe('234ab01')
  })

  it.each([
    ['for another base', [9, 1, 1, 65], 'another object'],
    ['that copies past the end of the base', [10, 5, 0x91, 8, 5], 'not there'],
    ['that inserts more than it has', [10, 5, 5, 65], 'not there'],
    ['that gives less than it says', [10, 5, 1, 65], 'less than it says'],
    ['that gives more than it says', [10, 1, 2, 65, 65], 'not there'],
    ['with an instruction of no meaning', [10, 1, 0], 'not there'],
    ['that ends within an instruction', [10, 5, 0x91, 1], 'cut off'],
    ['that ends within its sizes', [10, 0x80], 'cut off'],
  ])('%s is damaged', (_, bytes, words) => {
    expect(() => applyDelta(base, Buffer.from(bytes), 100)).toThrow(DamagedObject)
    expect(() => applyDelta(base, Buffer.from(bytes), 100)).toThrow(words)
  })

  it('says how large its result is before it takes room', () => {
    const delta = Buffer.from([10, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 65])
    expect(() => applyDelta(base, delta, 1000)).toThrow(ObjectTooLarge)
  })

  it('of any bytes gives no more than it says, or fails as damaged', () => {
    const property = fc.property(fc.uint8Array(), (bytes) => {
      try {
        expect(applyDelta(base, Buffer.from([10, ...bytes]), 1000).length).toBeLessThanOrEqual(1000)
      } catch (error) {
        if (!(error instanceof DamagedObject) && !(error instanceof ObjectTooLarge)) throw error
      }
    })
    fc.assert(property, { numRuns: 2000 })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ring } from './ring.ts'

describe('Ring', () => {
  it('gives what was pushed in order, the newest of it when there was more than there is room for', () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer() }),
      fc.record({ take: fc.integer({ min: 0, max: 6 }) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
        const ring = new Ring<number>(capacity)
        const model: number[] = []
        for (const each of steps) {
          if ('take' in each) expect(ring.take(each.take)).toEqual(model.splice(0, each.take))
          else {
            model.push(each.push)
            expect(ring.push(each.push)).toBe(model.length > capacity)
            if (model.length > capacity) model.shift()
          }
          expect(ring.size).toBe(model.length)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

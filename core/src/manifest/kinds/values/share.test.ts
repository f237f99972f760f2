import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL_SHARE } from '../../../evaluation/flag-type.ts'
import { formatShare, parseShare } from './share.ts'

describe('parseShare', () => {
  it.each([
    ['0', 0],
    ['100', FULL_SHARE],
    ['25', 25_000],
    ['12.5', 12_500],
    ['0.001', 1],
    ['33.333', 33_333],
    ['1e1', 10_000],
    ['12.500000', 12_500],
    ['0.29', 290],
  ])('reads %s percent as %d of 100,000', (text, share) => {
    expect(parseShare(text)).toBe(share)
  })

  it.each(['0.0001', '12.3456', '1e-4', 'half', ''])('does not round %j', (text) => {
    expect(parseShare(text)).toBeUndefined()
  })

  it('reads back every share it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: FULL_SHARE }), (share) => {
        expect(parseShare(formatShare(share))).toBe(share)
      }),
    )
  })
})

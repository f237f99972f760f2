import { describe, expect, it } from 'vitest'
import { findNearestName } from './nearest-name.ts'

describe('findNearestName', () => {
  const KNOWN = ['variants', 'defaultVariant', 'rules', 'type']

  it.each([
    ['varients', 'variants'],
    ['varaints', 'variants'],
    ['defaultvariant', 'defaultVariant'],
    ['rule', 'rules'],
    ['tpye', 'type'],
  ])('takes %s for %s', (written, meant) => {
    expect(findNearestName(written, KNOWN)).toBe(meant)
  })

  it('takes the beginning of a single name for that name', () => {
    expect(findNearestName('bool', ['boolean', 'string'])).toBe('boolean')
    expect(findNearestName('check', ['checkout-a', 'checkout-b'])).toBeUndefined()
  })

  it('says nothing when nothing is near', () => {
    expect(findNearestName('environments', KNOWN)).toBeUndefined()
    expect(findNearestName('on', ['off'])).toBeUndefined()
    expect(findNearestName('x', [])).toBeUndefined()
  })

  it('prefers the nearest', () => {
    expect(findNearestName('flags', ['slugs', 'flag', 'flat'])).toBe('flag')
  })
})

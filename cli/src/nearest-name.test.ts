import { describe, expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

const KNOWN = ['checkout-redesign', 'new-cart', 'production', 'staging']

describe('the nearest name', () => {
  it.each([
    ['chekout-redesign', 'checkout-redesign'],
    ['Checkout-Redesign', 'checkout-redesign'],
    ['newcart', 'new-cart'],
    ['prodction', 'production'],
  ])('of %s is %s', (written, meant) => {
    expect(nearestName(written, KNOWN)).toBe(meant)
  })

  it('is none when everything is another word', () => {
    expect(nearestName('invoice', KNOWN)).toBeUndefined()
    expect(nearestName('x', KNOWN)).toBeUndefined()
    expect(nearestName('new-cart', [])).toBeUndefined()
  })
})

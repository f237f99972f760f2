import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isExact, parseDecimal } from './decimal.ts'

const exact = (text: string) => {
  const decimal = parseDecimal(text)
  return decimal && isExact(decimal, Number(text))
}

describe('parseDecimal', () => {
  it('reads digits and exponent exactly, whatever the form', () => {
    const same = { negative: false, digits: '125', exponent: -1 }

    expect(parseDecimal('12.5')).toEqual(same)
    expect(parseDecimal('12.50')).toEqual(same)
    expect(parseDecimal('0.125e2')).toEqual(same)
    expect(parseDecimal('125e-1')).toEqual(same)
  })

  it.each(['', '.5', '5.', '+5', '05', '0x1', '1_0', '1e', '--1', 'NaN', ' 1', '1 '])(
    'does not take %j for a number',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined()
    },
  )

  it('gives up on texts that are longer than any number a double holds', () => {
    expect(parseDecimal('1'.repeat(1000))).toBeUndefined()
  })
})

describe('isExact', () => {
  it('holds for every number as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!Number.isInteger(value) || Number.isSafeInteger(value))

        expect(exact(String(value))).toBe(true)
      }),
    )
  })

  it.each(['0', '-0', '0.0', '1.50', '9007199254740991', '-9007199254740991', '1e3', '0.1'])(
    'holds for %s',
    (text) => {
      expect(exact(text)).toBe(true)
    },
  )

  it.each([
    ['integers beyond 2^53', '9007199254740993'],
    ['integers beyond 2^53 that a double happens to hold', '9007199254740992'],
    ['more digits than a double has', '0.1234567890123456789'],
    ['what is too large', '1e999'],
    ['what is too small', '1e-999'],
  ])('does not hold for %s', (_, text) => {
    expect(exact(text)).toBe(false)
  })
})

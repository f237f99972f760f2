/** A decimal number exactly as it is written: (negative ? −1 : 1) × digits × 10^exponent, digits without zeros at either end. */
export interface Decimal {
  readonly negative: boolean
  /** Empty for zero. */
  readonly digits: string
  readonly exponent: number
}

/** JSON's grammar of numbers (RFC 8259, section 6). */
const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/

/** No double needs as many characters as this to be written exactly enough. */
const LONGEST = 64

/** `undefined` when the text is no JSON number, or longer than any that a double can hold. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > LONGEST) return undefined
  const match = NUMBER.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const significant = (whole + fraction).replace(/^0+/, '')
  const digits = significant.replace(/0+$/, '')
  if (digits === '') return { negative: false, digits: '', exponent: 0 }
  return {
    negative: sign === '-',
    digits,
    exponent: Number(exponent) - fraction.length + (significant.length - digits.length),
  }
}

/** Whether a double holds the decimal: it is finite, reads back as the same digits, and integers are safe ones. */
export function isExact(decimal: Decimal, value: number): boolean {
  if (!Number.isFinite(value)) return false
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false
  const back = parseDecimal(String(value))
  return (
    back?.digits === decimal.digits &&
    back.exponent === decimal.exponent &&
    back.negative === decimal.negative
  )
}

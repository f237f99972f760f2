import { parseDecimal } from '../../../decimal.ts'
import { FULL_SHARE, type Share } from '../../kinds/flag.ts'

/** One percent is a thousand out of FULL_SHARE. */
const DECIMALS = Math.log10(FULL_SHARE) - 2

/** A percentage from its decimal text, exactly; `undefined` when it has more than three decimals. */
export function parseShare(text: string): Share | undefined {
  const decimal = parseDecimal(text)
  if (!decimal) return undefined
  const exponent = decimal.exponent + DECIMALS
  return exponent < 0 ? undefined : Number(`0${decimal.digits}e${exponent}`)
}

/** A share as it is written: `12.5`. */
export function formatShare(share: Share): string {
  return String(share / 10 ** DECIMALS)
}

import { parseDecimal } from '../../../decimal.ts'
import { FULL_SHARE, type Share } from '../../../evaluation/flag-type.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'

export const percent = (description: string) => ({ type: 'number', minimum: 0, maximum: 100, description })

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

/** The percentage at `path`; one that is not exact is reported and left out. */
export function readShare(path: DocumentPath, reader: DocumentReader): Share | undefined {
  const text = reader.places.textAt(path) ?? ''
  const share = parseShare(text)
  if (share !== undefined) return share
  reader.report({
    code: 'inexact-share',
    message: `${text} % has more than three decimals, and shares are held in thousandths of a percent`,
    hint: `write ${Number(text).toFixed(3)}`,
    path,
  })
  return undefined
}

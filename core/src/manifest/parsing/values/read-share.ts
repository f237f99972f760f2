import type { Share } from '../../kinds/flag.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../document-reader.ts'
import { parseShare } from './parse-share.ts'

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

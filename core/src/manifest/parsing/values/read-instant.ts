import { parseInstant } from '../../../parse-instant.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../document-reader.ts'

/** Milliseconds since the epoch; what is no moment is reported and left out. */
export function readInstant(
  written: string | undefined,
  path: DocumentPath,
  reader: DocumentReader,
): number | undefined {
  if (written === undefined) return undefined
  const ms = parseInstant(written)
  if (ms === undefined) {
    reader.report({
      code: 'no-such-moment',
      message: `there is no moment \`${written}\``,
      hint: 'look at the day of the month, the time and the zone',
      path,
    })
  }
  return ms
}

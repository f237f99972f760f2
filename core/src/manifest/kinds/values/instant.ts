import { parseInstant } from '../../../parse-instant.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'

const INSTANT_PATTERN = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$`

/** A moment, the same everywhere. */
export const instant = (what: string) => ({
  type: 'string',
  pattern: INSTANT_PATTERN,
  description: `${what}: date, time and zone, such as 2026-12-01T09:00:00+01:00`,
})

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

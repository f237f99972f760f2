const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/

const MINUTE_MS = 60_000

/**
 * Milliseconds since 1970-01-01T00:00:00Z of a date and time with its zone: RFC 3339, where seconds may be left out
 * and what is finer than a millisecond is cut off. `undefined` when there is no such moment.
 */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text)
  if (!match) return undefined
  const [, minute = '', second = '00', fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = match
  const millisecond = fraction.padEnd(3, '0').slice(0, 3)
  const local = parseUtc(`${minute}:${second}.${millisecond}Z`)
  if (local === undefined || Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * MINUTE_MS
  return sign === '-' ? local + offset : local - offset
}

/** Of the form that Date gives, which knows no 30 February and no 24:00. */
function parseUtc(text: string): number | undefined {
  const instant = Date.parse(text)
  return Number.isNaN(instant) || new Date(instant).toISOString() !== text ? undefined : instant
}

const DATE = /^\d{4}-\d\d-\d\d$/

/** Milliseconds since the epoch of a calendar date's midnight in UTC; `undefined` when there is no such day. */
export function parseDate(text: string): number | undefined {
  return DATE.test(text) ? parseUtc(`${text}T00:00:00.000Z`) : undefined
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/

const MINUTE_MS = 60_000

/**
 * Milliseconds since 1970-01-01T00:00:00Z of a date and time with its zone: RFC 3339, where seconds may be left out
 * and what is finer than a millisecond is cut off. `undefined` when there is no such moment.
 */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text)
  if (!match) return undefined
  const [, date = '', hour = '', minute = '', second = '0', fraction = '', sign, zoneHour, zoneMinute] = match
  const midnight = parseDate(date)
  const minutes = minutesOf(hour, minute)
  const zone = minutesOf(zoneHour ?? '0', zoneMinute ?? '0')
  if (midnight === undefined || minutes === undefined || zone === undefined || Number(second) > 59)
    return undefined
  const offset = sign === '-' ? -zone : zone
  return (
    midnight +
    (minutes - offset) * MINUTE_MS +
    Number(second) * 1000 +
    Number(fraction.padEnd(3, '0').slice(0, 3))
  )
}

function minutesOf(hour: string, minute: string): number | undefined {
  return Number(hour) > 23 || Number(minute) > 59 ? undefined : Number(hour) * 60 + Number(minute)
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Milliseconds since the epoch of a calendar date's midnight in UTC; `undefined` when there is no such day. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text)
  if (!match) return undefined
  const midnight = Date.parse(`${text}T00:00:00.000Z`)
  return Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== text
    ? undefined
    : midnight
}

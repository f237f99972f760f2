const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/

const MINUTE_MS = 60_000

/**
 * Milliseconds since 1970-01-01T00:00:00Z of a date and time with its zone (a profile of RFC 3339); `undefined` when
 * there is no such moment.
 */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text)
  if (!match) return undefined
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '',
    sign,
    zoneHour = '0',
    zoneMinute = '0',
  ] = match
  const time = [Number(hour), Number(minute), Number(second)] as const
  const zone = [Number(zoneHour), Number(zoneMinute)] as const
  if (time[0] > 23 || time[1] > 59 || time[2] > 59 || zone[0] > 23 || zone[1] > 59) return undefined
  const midnight = parseDate(`${String(year)}-${String(month)}-${String(day)}`)
  if (midnight === undefined) return undefined
  const sinceMidnight =
    (time[0] * 60 + time[1]) * MINUTE_MS + time[2] * 1000 + Number(fraction.padEnd(3, '0'))
  const zoneMs = (zone[0] * 60 + zone[1]) * MINUTE_MS * (sign === '-' ? -1 : 1)
  return midnight + sinceMidnight - zoneMs
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

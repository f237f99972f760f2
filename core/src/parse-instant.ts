const INSTANT =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
const DATE = /^\d{4}-\d\d-\d\d$/

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const ZERO = 48

/**
 * Milliseconds since 1970-01-01T00:00:00Z of a date and time with its zone: RFC 3339, where seconds may be left out
 * and what is finer than a millisecond is cut off. `undefined` when there is no such moment.
 */
export function parseInstant(text: string): number | undefined {
  const day = INSTANT.test(text) ? readDay(text) : undefined
  if (day === undefined) return undefined
  const zone = text.endsWith('Z') ? text.length - 1 : text.length - 6
  const second = digits(text, 17, Math.min(zone, 19))
  const end = Math.min(zone, 23)
  const millisecond = end > 20 ? digits(text, 20, end) * 10 ** (23 - end) : 0
  const offset = readTime(text, zone + 1)
  const local = day + readTime(text, 11) + second * 1000 + millisecond
  return text.startsWith('-', zone) ? local + offset : local - offset
}

/** Milliseconds since the epoch of a calendar date's midnight in UTC; `undefined` when there is no such day. */
export function parseDate(text: string): number | undefined {
  return DATE.test(text) ? readDay(text) : undefined
}

function readDay(text: string): number | undefined {
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return undefined
  // Years that begin in March have their leap day last, and months whose lengths repeat: 31 30 31 30 31.
  const years = month > 2 ? year : year - 1
  const months = (month + 9) % 12
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  return (365 * years + leapDays + Math.floor((153 * months + 2) / 5) + day - 719_469) * DAY_MS
}

function daysIn(month: number, year: number): number {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1)
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Of `hh:mm`, in milliseconds; 0 at the end. */
function readTime(text: string, at: number): number {
  return at === text.length
    ? 0
    : digits(text, at, at + 2) * HOUR_MS + digits(text, at + 3, at + 5) * MINUTE_MS
}

/** The number that the digits of a part of `text` make; 0 where there is no part. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - ZERO
  return value
}

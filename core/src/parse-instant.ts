const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/
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
  if (!INSTANT.test(text)) return undefined
  const zone = text.endsWith('Z') ? text.length - 1 : text.length - 6
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, Math.min(zone, 19))
  const offset = readOffset(text, zone)
  const day = readDay(text)
  if (day === undefined || offset === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = Math.min(zone, 23)
  const millisecond = fraction > 20 ? digits(text, 20, fraction) * 10 ** (23 - fraction) : 0
  return day + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + millisecond - offset
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

/** Of `Z` or `+hh:mm`, in milliseconds. */
function readOffset(text: string, at: number): number | undefined {
  if (at === text.length - 1) return 0
  const hour = digits(text, at + 1, at + 3)
  const minute = digits(text, at + 4, at + 6)
  if (hour > 23 || minute > 59) return undefined
  const offset = hour * HOUR_MS + minute * MINUTE_MS
  return text.startsWith('-', at) ? -offset : offset
}

/** The number that the digits of a part of `text` make; 0 where there is no part. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - ZERO
  return value
}

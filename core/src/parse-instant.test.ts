import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDate, parseInstant } from './parse-instant.ts'

describe('parseInstant', () => {
  it('reads date, time and zone', () => {
    expect(parseInstant('1970-01-01T00:00:00Z')).toBe(0)
    expect(parseInstant('2026-12-01T09:00:00+01:00')).toBe(Date.UTC(2026, 11, 1, 8))
    expect(parseInstant('2026-12-01T09:00:00-05:30')).toBe(Date.UTC(2026, 11, 1, 14, 30))
    expect(parseInstant('2026-12-01T09:00Z')).toBe(Date.UTC(2026, 11, 1, 9))
  })

  it('cuts off what is finer than a millisecond', () => {
    expect(parseInstant('1970-01-01T00:00:00.1Z')).toBe(100)
    expect(parseInstant('1970-01-01T00:00:00.123999999Z')).toBe(123)
  })

  it('reads every instant as the platform writes it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime())
        },
      ),
    )
  })

  it.each([
    '2026-12-01',
    '2026-12-01T09:00:00',
    '2026-12-01 09:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-12-01T24:00:00Z',
    '2026-12-01T09:60:00Z',
    '2026-12-01T09:00:60Z',
    '2026-12-01T09:00:00+24:00',
    '2026-12-01T09:00:00+01',
    '',
  ])('knows no moment %j', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })
})

describe('parseDate', () => {
  it('gives the midnight of a day', () => {
    expect(parseDate('2028-02-29')).toBe(Date.UTC(2028, 1, 29))
  })

  it.each(['2027-02-29', '2027-00-01', '2027-1-1', 'tomorrow'])('knows no day %j', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })
})

import fc from 'fast-check'
import { DateTime } from 'luxon'
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

  it('reads what luxon reads, as luxon reads it', () => {
    const digits = (...edges: string[]) => fc.constantFrom(...edges)
    const parts = fc.record({
      year: fc.oneof(
        fc.nat(9999).map((year) => String(year).padStart(4, '0')),
        digits('0000', '1900', '2000', '2024'),
      ),
      month: digits('00', '01', '02', '03', '04', '06', '11', '12', '13'),
      day: digits('00', '01', '28', '29', '30', '31', '32'),
      hour: digits('00', '09', '23', '24'),
      minute: digits('00', '30', '59', '60'),
      second: digits('', ':00', ':59', ':60'),
      fraction: digits('', '.0', '.1', '.12', '.123', '.123999999', '.001', '.999'),
      zone: digits(
        'Z',
        '+00:00',
        '-00:00',
        '+01:00',
        '-05:30',
        '+14:00',
        '+23:59',
        '-23:59',
        '+24:00',
        '+01:60',
      ),
    })
    let read = 0
    fc.assert(
      fc.property(parts, ({ year, month, day, hour, minute, second, fraction, zone }) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}${second}${second && fraction}${zone}`
        const isStrict = hour !== '24' && !['+24:00', '+01:60'].includes(zone)
        const theirs = isStrict ? DateTime.fromISO(text).toMillis() : NaN
        if (!Number.isNaN(theirs)) read++
        expect(parseInstant(text) ?? NaN, text).toBe(theirs)
      }),
      { numRuns: 5000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  it('reads nothing that luxon does not, or reads otherwise', () => {
    const noise = fc.constantFrom('', '0', ' ', '-', '+', ':', '.', 'T', 'Z', 'z', 't', '٣', '\n')
    const instants = fc.constantFrom(
      '2026-12-01T09:00:00.5+01:00',
      '2026-12-01T09:00Z',
      '0000-02-29T23:59:59-23:59',
    )
    fc.assert(
      fc.property(instants, fc.nat(30), fc.nat(2), noise, (instant, at, cut, put) => {
        const text = instant.slice(0, at) + put + instant.slice(at + cut)
        const ours = parseInstant(text)
        if (ours !== undefined) expect(ours, text).toBe(DateTime.fromISO(text).toMillis())
      }),
      { numRuns: 2000 },
    )
  })

  it('reads every instant as the platform writes it', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
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

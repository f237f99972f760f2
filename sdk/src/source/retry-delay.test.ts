import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SdkError } from '../errors.ts'
import { parseRetryAfterMs, retryDelayMs } from './retry-delay.ts'

const unreachable = new SdkError('unreachable', 'nobody there')
const unauthorized = new SdkError('unauthorized', 'who are you')
const latest = () => 1 - Number.EPSILON
const earliest = () => 0

describe('retryDelayMs', () => {
  it('doubles its ceiling with every failure, up to 30 seconds', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7].map((failures) =>
      Math.round(retryDelayMs(failures, unreachable, latest)),
    )
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it('spreads clients over everything below the ceiling', () => {
    expect(retryDelayMs(4, unreachable, earliest)).toBe(0)
    expect(retryDelayMs(4, unreachable, () => 0.25)).toBe(2_000)
  })

  it('leaves a server that refused the token alone for at least a minute', () => {
    expect(retryDelayMs(1, unauthorized, earliest)).toBe(60_000)
  })

  it('never returns before the server asked for, and not exactly then', () => {
    const busy = new SdkError('unavailable', 'busy', { retryAfterMs: 7_000 })
    expect(retryDelayMs(1, busy, earliest)).toBe(7_000)
    expect(retryDelayMs(1, busy, () => 0.5)).toBe(7_500)
  })

  it('stays finite and positive however often it failed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, r) => {
          const delayMs = retryDelayMs(n, unreachable, () => r)
          expect(delayMs).toBeGreaterThanOrEqual(0)
          expect(delayMs).toBeLessThanOrEqual(30_000)
        },
      ),
    )
  })
})

describe('parseRetryAfterMs', () => {
  const nowMs = Date.parse('2026-11-01T00:00:00Z')

  it('reads seconds and HTTP dates', () => {
    expect(parseRetryAfterMs('12', nowMs)).toBe(12_000)
    expect(parseRetryAfterMs('Sun, 01 Nov 2026 00:01:00 GMT', nowMs)).toBe(60_000)
  })

  it('believes at most five minutes, and nothing in the past', () => {
    expect(parseRetryAfterMs('86400', nowMs)).toBe(300_000)
    expect(parseRetryAfterMs('Sun, 01 Nov 2020 00:00:00 GMT', nowMs)).toBe(0)
  })

  it('takes what it cannot read for nothing', () => {
    for (const header of [undefined, null, '', 'soon', 'NaN'])
      expect(parseRetryAfterMs(header, nowMs)).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Revision } from './revision.ts'
import { compareRevisions, formatRevision, isNewer, MAX_EPOCH, parseRevision } from './revision.ts'

const anyRevision = fc.record({ epoch: fc.nat(MAX_EPOCH), sequence: fc.maxSafeNat() })
/** So few that two are often the same, or the same in part. */
const closeRevision = fc.record({ epoch: fc.nat(2), sequence: fc.nat(2) })
const eitherRevision = fc.oneof(anyRevision, closeRevision)

describe('compareRevisions', () => {
  it.each([
    [
      { epoch: 1, sequence: 1 },
      { epoch: 1, sequence: 2 },
    ],
    [
      { epoch: 1, sequence: 10 },
      { epoch: 2, sequence: 9 },
    ],
    [
      { epoch: 0, sequence: Number.MAX_SAFE_INTEGER },
      { epoch: MAX_EPOCH, sequence: 0 },
    ],
  ])('has %j before %j', (before, after) => {
    expect(compareRevisions(before, after)).toBeLessThan(0)
    expect(compareRevisions(after, before)).toBeGreaterThan(0)
  })

  it('is a total order', () => {
    fc.assert(
      fc.property(eitherRevision, eitherRevision, eitherRevision, (a, b, c) => {
        const [first, second, third] = [a, b, c].sort(compareRevisions) as [Revision, Revision, Revision]

        expect(Math.sign(compareRevisions(a, b))).toBe(0 - Math.sign(compareRevisions(b, a)))
        expect(compareRevisions(a, b) === 0).toBe(formatRevision(a) === formatRevision(b))
        expect(compareRevisions(first, second)).toBeLessThanOrEqual(0)
        expect(compareRevisions(second, third)).toBeLessThanOrEqual(0)
        expect(compareRevisions(first, third)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

describe('isNewer', () => {
  it('holds for what was published after, and for anything where there is nothing', () => {
    expect(isNewer({ epoch: 1, sequence: 2 }, { epoch: 1, sequence: 1 })).toBe(true)
    expect(isNewer({ epoch: 1, sequence: 1 }, { epoch: 1, sequence: 1 })).toBe(false)
    expect(isNewer({ epoch: 1, sequence: 2 }, { epoch: 2, sequence: 1 })).toBe(false)
    expect(isNewer({ epoch: 0, sequence: 0 }, undefined)).toBe(true)
  })
})

describe('parseRevision', () => {
  it('reads every revision as it is formatted', () => {
    fc.assert(
      fc.property(eitherRevision, (given) => {
        expect(parseRevision(formatRevision(given))).toEqual(given)
      }),
    )
  })

  it('reads the largest revision', () => {
    const largest = { epoch: MAX_EPOCH, sequence: Number.MAX_SAFE_INTEGER }

    expect(parseRevision(formatRevision(largest))).toEqual(largest)
  })

  it.each([
    '',
    '.',
    '1',
    '1.',
    '.1',
    '1.2.3',
    '01.2',
    '1.02',
    '-1.2',
    '1.-2',
    '1.2\n',
    ' 1.2',
    '1,2',
    '1e1.2',
    '١.٢',
  ])('refuses %j', (text) => {
    expect(parseRevision(text)).toBeUndefined()
  })

  it.each(['4294967296.1', '1.9007199254740992', '99999999999.1', '1.99999999999999999'])(
    'refuses %s, which has a number that is too large',
    (text) => {
      expect(parseRevision(text)).toBeUndefined()
    },
  )

  it('refuses every text that is not how a revision is formatted', () => {
    const nearly = fc.stringMatching(/^[-+ e\d.]{0,24}$/)
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        const revision = parseRevision(text)

        if (revision) expect(formatRevision(revision)).toBe(text)
      }),
    )
  })
})

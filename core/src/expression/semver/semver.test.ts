import fc from 'fast-check'
import semver from 'semver'
import { describe, expect, it } from 'vitest'
import { canonicalRange } from '../parsing/calls/version-range.ts'
import { parseRange, satisfies } from './range.ts'
import { compareVersions, parseVersion } from './version.ts'

/* Npm's `semver` decides what is a version, which is the newer, and what a range holds. */

const numbers = fc.constantFrom('0', '0', '1', '1', '2', '10')
const identifiers = fc.constantFrom('0', '1', '2', '10', 'alpha', 'beta', 'rc-1', 'x', '0a')
const prereleases = fc
  .array(identifiers, { minLength: 1, maxLength: 3 })
  .map((parts) => `-${parts.join('.')}`)
const core = fc.tuple(numbers, numbers, numbers).map((parts) => parts.join('.'))
const versions = fc
  .tuple(core, fc.option(prereleases, { nil: '', freq: 1 }), fc.constantFrom('', '', '+build.01'))
  .map((parts) => parts.join(''))

const partials = fc.oneof(
  versions.map((version) => version.replace(/\+.*/, '')),
  core,
  fc.tuple(numbers, numbers).map((parts) => parts.join('.')),
  fc.tuple(numbers, fc.constantFrom('x', 'X', '*')).map((parts) => parts.join('.')),
  fc.tuple(numbers, numbers, fc.constantFrom('x', '*')).map((parts) => parts.join('.')),
  numbers,
  fc.constantFrom('*', 'x'),
)
const comparators = fc
  .tuple(fc.constantFrom('', '=', '<', '<=', '>', '>=', '^', '~', '>= '), partials)
  .map((parts) => parts.join(''))
const alternatives = fc.oneof(
  fc.array(comparators, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' ')),
  fc.tuple(partials, partials).map((parts) => parts.join(' - ')),
)
const ranges = fc.array(alternatives, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' || '))

describe('versions', () => {
  it('are what npm takes for one', () => {
    const texts = fc.oneof(versions, fc.stringMatching(/^v?[0-9.]{0,8}(-[0-9a.-]{0,6})?(\+[0-9a.]{0,4})?$/))
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseVersion(text) !== undefined, text).toBe(semver.valid(text) !== null)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    '',
    '1',
    '1.2',
    '1.2.3.4',
    '01.2.3',
    '1.2.3-',
    '1.2.3-01',
    '1.2.3+',
    '1.2.3-a..b',
    ' 1.2.3',
    '1.2.x',
    '=1.2.3',
    '1.2.9007199254740993',
    `1.2.3-${'a'.repeat(256)}`,
  ])('are not %j', (text) => expect(parseVersion(text)).toBeUndefined())

  it('are ordered as npm orders them', () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        expect(Math.sign(compareVersions(parseVersion(a)!, parseVersion(b)!))).toBe(semver.compare(a, b))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('ranges', () => {
  it('hold what npm says they hold', () => {
    let held = 0
    fc.assert(
      fc.property(ranges, versions, (range, version) => {
        const expected = semver.satisfies(version, range)
        if (expected) held++
        const canonical = canonicalRange(range)!
        const description = `${version} in ${range}, which is ${canonical}`
        expect(satisfies(parseVersion(version)!, parseRange(canonical)), description).toBe(expected)
        expect(semver.satisfies(version, canonical), description).toBe(expected)
      }),
      { numRuns: 5000 },
    )
    expect(held).toBeGreaterThan(500)
  })

  it.each([
    ['^2.1', '>=2.1.0 <3.0.0-0'],
    ['^0.0.3', '>=0.0.3 <0.0.4-0'],
    ['~2.1.3-rc.1', '>=2.1.3-rc.1 <2.2.0-0'],
    ['1.2 - 2.3', '>=1.2.0 <2.4.0-0'],
    ['  >= 2.1   <3||v4.0.0 ', '>=2.1.0 <3.0.0-0 || =4.0.0'],
    ['>1', '>=2.0.0'],
    ['<=1.x', '<2.0.0-0'],
    ['<*', '<0.0.0-0'],
    ['*', '>=0.0.0'],
    ['x || 1.0.0-rc.1', '>=0.0.0'],
    ['1.2.3+build', '=1.2.3'],
    ['~>1.2', '>=1.2.0 <1.3.0-0'],
    ['==1', '>=1.0.0 <2.0.0-0'],
    ['1.2.3-x.beta-1', '=1.2.3-x.beta-1'],
    ['>=0.0.0 <1.0.0-rc.1', '<1.0.0-rc.1'],
  ])('%s has the canonical form %s', (range, canonical) => {
    expect(canonicalRange(range)).toBe(canonical)
  })

  it('are in canonical form once and for all', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const canonical = canonicalRange(range)!
        expect(canonicalRange(canonical)).toBe(canonical)
      }),
    )
  })

  it.each(['', '^2.1', '>=2.1', '2.1.0', '>=2.1.0  <3.0.0', '=1.0.0||=2.0.0', '>= 2.1.0', '==2.1.0', '*'])(
    'are not read from %j, which has another form',
    (text) => {
      expect(() => parseRange(text)).toThrow(new TypeError(`"${text}" is not a canonical version range`))
    },
  )

  it('are ranges to npm too', () => {
    const texts = fc.stringMatching(/^[\^~<>=]{0,2} ?[0-9x.*-]{0,6}( \|\| | - | )?[0-9x.]{0,5}$/)
    fc.assert(
      fc.property(texts, (text) => {
        if (canonicalRange(text) !== undefined) expect(semver.validRange(text), text).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    '',
    '||',
    '1 ||',
    '>=',
    '>=>1',
    '1.2.3.4',
    '01',
    '1.02',
    'latest',
    '1 - 2 - 3',
    '>1 - 2',
    '1.2.x-beta',
    '1.2.x-beta || 2',
    '^9007199254740991',
    '>=*-1',
    '=>1',
    'git://x',
  ])('are not %j', (text) => expect(canonicalRange(text)).toBeUndefined())
})

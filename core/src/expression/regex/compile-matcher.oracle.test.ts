import fc from 'fast-check'
import { expect, inject, it } from 'vitest'
import { compileMatcher } from './compile-matcher.ts'
import { parsePattern } from './parsing/parse-pattern.ts'

/*
 * ECMAScript decides what a regular expression finds: its own, with the flag u, as ours go by code point. With u and i
 * it also folds two characters beyond ASCII with k and s, which it does not without u; no text here has these two.
 */

const RUNS = inject('slow') ? 200_000 : 5_000
const TIMEOUT_MS = 600_000

const CHARACTERS = ['a', 'b', 'A', 'z', '0', '9', '_', '-', ' ', '.', '☃', '🎉']
const ATOMS = [
  '.',
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '\\n',
  '\\t',
  '\\x41',
  '\\u2603',
  '\\ud83c\\udf89',
]
const ESCAPED = [
  '\\.',
  '\\*',
  '\\[',
  '\\]',
  '\\{',
  '\\}',
  '\\(',
  '\\)',
  '\\|',
  '\\/',
  '\\\\',
  '\\^',
  '\\$',
  '\\?',
]
const PLACES = ['^', '$', '\\b', '\\B']
const QUANTIFIERS = ['*', '+', '?', '{0}', '{2}', '{1,}', '{0,2}', '{2,3}'].flatMap((each) => [
  each,
  `${each}?`,
])

const literals = fc.constantFrom(...CHARACTERS.map((character) => (character === '.' ? '\\.' : character)))
const ranges = fc.constantFrom('a-z', 'A-B', '0-9', 'a-b', '!-~', '\\x00-\\x40', '\\t-\\r')
const members = fc.oneof(
  ranges,
  fc.constantFrom(
    'a',
    'A',
    '_',
    ' ',
    '☃',
    '🎉',
    '\\-',
    '\\]',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\n',
  ),
)
const classes = fc
  .tuple(fc.constantFrom('', '^'), fc.array(members, { minLength: 1, maxLength: 3 }))
  .map(([negation, parts]) => `[${negation}${parts.join('')}]`)

const { pattern: patterns } = fc.letrec<Record<'pattern' | 'part' | 'group', string>>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
    fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('|')),
  ),
  part: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...PLACES),
    fc
      .tuple(
        fc.oneof(literals, fc.constantFrom(...ATOMS, ...ESCAPED), classes, tie('group')),
        fc.option(fc.constantFrom(...QUANTIFIERS), { nil: '', freq: 2 }),
      )
      .map((parts) => parts.join('')),
  ),
  group: fc.tuple(fc.constantFrom('(', '(?:'), tie('pattern')).map(([open, inner]) => `${open}${inner})`),
}))

const texts = fc
  .array(
    fc.constantFrom(
      ...CHARACTERS,
      'B',
      'Z',
      '\n',
      '\r',
      '\t',
      '\u2028',
      '\u00a0',
      'é',
      'É',
      '\ud83c',
      '\udf89',
      '[',
      '*',
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
const flagsToTry = fc.constantFrom('', 'i', 'm', 'im')

/** Between code points only: V8 also looks at a place within one, where the specification never gets to. */
function findsNatively(source: string, flags: string, text: string): boolean {
  const native = new RegExp(source, `${flags}uy`)
  let at = 0
  const starts = [0, ...Array.from(text, (character) => (at += character.length))]
  return starts.some((start) => {
    native.lastIndex = start
    return native.test(text)
  })
}

it(
  'finds what ECMAScript finds',
  () => {
    let found = 0
    let missed = 0
    fc.assert(
      fc.property(
        patterns,
        flagsToTry,
        fc.array(texts, { minLength: 5, maxLength: 5 }),
        (source, flags, samples) => {
          const { program, problem } = parsePattern(source, flags)
          if (problem !== undefined) expect(problem.code, source).toBe('constant-condition')
          const finds = program === undefined ? () => true : compileMatcher(program)
          for (const text of samples) {
            const expected = findsNatively(source, flags, text)
            expect(finds(text), `/${source}/${flags} in ${JSON.stringify(text)}`).toBe(expected)
            if (program === undefined) continue
            if (expected) found++
            else missed++
          }
        },
      ),
      { numRuns: RUNS },
    )
    expect(found).toBeGreaterThan(RUNS / 2)
    expect(missed).toBeGreaterThan(RUNS / 2)
  },
  TIMEOUT_MS,
)

/** Whether ECMAScript reads it with the flag u, which refuses to escape punctuation that means nothing. */
function isStrict(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

/** Pieces of patterns, most of which make none. */
const pieces = fc.constantFrom(
  ...CHARACTERS,
  ...ATOMS,
  ...PLACES,
  ...[
    '|',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '*',
    '+',
    '?',
    '\\',
    ',',
    ':',
    '=',
    '!',
    '^',
    '$',
    '-',
    '\ud83c',
    '\n',
  ],
  ...['(?:', '(?=', '(?<a>', '[^', '{2}', '{1,', '{,2}', '[:alpha:]', '\\p{L}', '\\1', '\\0', '\\c', 'a-z'],
)

it(
  'refuses, with a place and a hint, or finds what ECMAScript finds, whatever it is given',
  () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), flagsToTry, texts, (parts, flags, text) => {
        const source = parts.join('')
        const { program, problem } = parsePattern(source, flags)
        if (problem !== undefined) {
          expect(problem.offset).toBeGreaterThanOrEqual(0)
          expect(problem.offset).toBeLessThanOrEqual(source.length + 1)
          expect(problem.hint, source).toMatch(/./)
        } else if (isStrict(source)) {
          const expected = findsNatively(source, flags, text)
          expect(compileMatcher(program)(text), `/${source}/${flags}`).toBe(expected)
        } else {
          expect(() => new RegExp(source, flags), source).not.toThrow()
        }
      }),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)

it.each(['\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '.', '[^a]', '[\\s\\d]', '[^\\W_]', '[!-~]', 'k', '☃'])(
  'takes every code point for one of %s that ECMAScript takes for one',
  (source) => {
    const native = new RegExp(source, 'u')
    const finds = compileMatcher(parsePattern(source, '').program!)
    for (let point = 0; point <= 0x10ffff; point += point < 0x3100 ? 1 : 0x65) {
      const text = String.fromCodePoint(point)
      if (finds(text) !== native.test(text)) expect.fail(`${source} and U+${point.toString(16)}`)
    }
  },
)

it.each(['k', 's', '[a-z]', '\\w', '[^k]', '\\bs\\b', '@'])(
  'folds with the flag i in %s what ECMAScript folds without the flag u',
  (source) => {
    const native = new RegExp(source, 'i')
    const finds = compileMatcher(parsePattern(source, 'i').program!)
    for (let point = 0; point < 0xd800; point++) {
      const text = String.fromCodePoint(point)
      if (finds(text) !== native.test(text)) expect.fail(`${source} and U+${point.toString(16)}`)
    }
  },
)

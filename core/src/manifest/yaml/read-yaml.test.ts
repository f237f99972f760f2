import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { readYaml } from './read-yaml.ts'
import { toJson } from './yaml-node.ts'

const values = (text: string) => readYaml(text).documents.map(({ root }) => toJson(root))

const problems = (text: string) => {
  const { problems: whole, documents } = readYaml(text)
  return [...whole, ...documents.flatMap((document) => document.problems)].map(
    ({ code, offset }) => `${code} at ${JSON.stringify(text.slice(offset, offset + 4))}`,
  )
}

const hints = (text: string) => readYaml(text).problems.map(({ hint }) => hint)

describe('readYaml', () => {
  it('reads the YAML 1.2 core schema', () => {
    expect(
      values('a: on\nb: yes\nc: true\nd: ~\ne: 1.50\nf: "1"\ng: 2026-12-01\nh: -0\n1: x\nnull: y\n'),
    ).toEqual([
      { a: 'on', b: 'yes', c: true, d: null, e: 1.5, f: '1', g: '2026-12-01', h: 0, 1: 'x', null: 'y' },
    ])
  })

  it.each([
    ['null', 'Null', 'NULL', '~', ''],
    ['true', 'True', 'TRUE'],
    ['false', 'False', 'FALSE'],
  ])('reads every way to write %s', (...written) => {
    const [value] = written
    const expected: unknown = JSON.parse(value)

    expect(values(written.map((text) => `- ${text}\n`).join(''))).toEqual([written.map(() => expected)])
  })

  it('reads JSON as it is, tabs and surrogate pairs included', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const value: unknown = JSON.parse(json)
        fc.pre(isReadable(value))
        const text = JSON.stringify({ value }, null, indent)

        expect([text, problems(text)]).toEqual([text, []])
        expect(values(text)).toEqual([JSON.parse(text)])
      }),
    )
  })

  it('agrees with the parser it is built on about what a text says', () => {
    const text = `a:\n  - b: |\n      two\n      lines\n    c: >-\n      folded\n      text\n  - "d\\te"\n  - 'it''s'\n`

    expect(values(text)).toEqual([load(text)])
  })

  it('leaves out documents that are empty', () => {
    expect(values('# nothing\n---\na: 1\n---\n# nothing either\n---\nb: 2\n...\n')).toEqual([
      { a: 1 },
      { b: 2 },
    ])
  })

  it('holds keys that objects have of their own like any other', () => {
    const [value] = values('__proto__:\n  polluted: true\nconstructor: 1\n')

    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true},"constructor":1}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it.each([
    ['anchors', 'a: &x 1', ['yaml-anchor at "&x 1"']],
    ['aliases', 'a: *x', ['yaml-alias at "*x"']],
    ['tags', 'a: !!str 1', ['yaml-tag at "!!st"']],
    ['merge keys', '<<: { a: 1 }', ['yaml-merge-key at "<<: "']],
    ['directives', '%YAML 1.2\n---\na: 1', ['yaml-directive at "%YAM"']],
    ['directives nobody knows', 'a: 1\n...\n%WHAT x\n---\nb: 1', ['yaml-directive at "%WHA"']],
    ['duplicate keys', 'a: 1\nb: 2\na: 3', ['duplicate-key at "a: 3"']],
    ['keys that are collections', '? [a]\n: 1', ['key-not-a-string at "[a]\\n"']],
    ['missing keys', ': 1', ['key-not-a-string at ": 1"']],
    ['leading zeros', 'a: 007', ['inexact-number at "007"']],
    ['hexadecimal', 'a: 0x1F', ['inexact-number at "0x1F"']],
    ['octal', 'a: 0o17', ['inexact-number at "0o17"']],
    ['infinity', 'a: -.inf', ['inexact-number at "-.in"']],
    ['not-a-number', 'a: .nan', ['inexact-number at ".nan"']],
    ['a plus sign', 'a: +5', ['inexact-number at "+5"']],
    ['a bare decimal point', 'a: .5', ['inexact-number at ".5"']],
    ['integers beyond 2^53', 'a: 9007199254740993', ['inexact-number at "9007"']],
    ['a lone carriage return', 'a: 1\rb: 2', ['lone-carriage-return at "\\rb: "']],
    ['control characters', 'a: \u0007', ['control-character at "\u0007"'.replace('\u0007', '\\u0007')]],
    ['a byte order mark inside', 'a: 1\n\ufeffb: 2', ['byte-order-mark at "\ufeffb: "']],
    ['half of a surrogate pair', 'a: "\\ud83d"', ['ill-formed-text at "\\"\\\\ud"']],
    ['tabs as indentation', 'a:\n\tb: 1', ['not-yaml at "\\tb: "']],
  ])('refuses %s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  it('takes what is quoted for text', () => {
    expect(problems(`a: "007"\nb: '*x'\nc: "%"\n"<<": 1\nd: "&"\n`)).toEqual([])
  })

  it('takes a percent sign that begins a line of a scalar for text', () => {
    expect(values('["x\n%y", z]\n')).toEqual([['x %y', 'z']])
  })

  it('gives both places of a duplicate key', () => {
    const [problem] = readYaml('a: 1\nb:\n  c: 1\n  c: 2\n').documents.flatMap(
      (document) => document.problems,
    )

    expect(problem?.message).toBe('`c` is written twice in one mapping; the first is on line 3, column 3')
  })

  it('says how a number would be written', () => {
    const hintFor = (text: string) => readYaml(`a: ${text}`).documents[0]?.problems[0]?.hint

    expect(hintFor('007')).toBe('write 7, or "007" if it is text')
    expect(hintFor('0x1F')).toBe('write 31, or "0x1F" if it is text')
    expect(hintFor('9007199254740993')).toBe('quote it if it is text: "9007199254740993"')
    expect(hintFor('0.00000012345678901234567')).toMatch(/^quote it/)
    expect(hintFor('1e999')).toBe('quote it if it is text: "1e999"')
    expect(hintFor('1'.repeat(1000))).toBe(`quote it if it is text: "${'1'.repeat(40)}…"`)
  })

  it('accepts 32 levels and no more', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

    expect(problems(nested(32))).toEqual([])
    expect(problems(nested(33))).toEqual(['too-deep at "[]]]"'])
  })

  it('refuses what would expand without end, at once', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)
    const started = performance.now()

    expect(problems(`a0: &a0 x\n${lines.join('\n')}`)).toHaveLength(31 + 60)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it.each([
    ['a:\n\tb: 1\n', 'indent with spaces'],
    ['a: "b', 'close the quote'],
    ["a: 'b", 'close the quote'],
    ['a:\n  b: 1\n   c: 2\n', 'indent entries of one mapping or list alike'],
    [
      'a: "b\nc: d\n',
      'indent the further lines of a value more than its key, or close the quote or bracket before it',
    ],
    ['a: @b\n', 'put the value in quotes: none begins with @ without them'],
    ['- a\nb: c\n', undefined],
  ])('says what to do about %j', (text, hint) => {
    expect(hints(text)).toEqual([hint])
  })

  it('suggests a folded scalar where YAML took a part of an expression for its own syntax', () => {
    const folded = /write `if: >-`/

    expect(hints('- name: x\n  if: "a" = b\n')[0]).toMatch(folded)
    expect(hints('if: `a-b` = 1\nserve: on\n')[0]).toMatch(folded)
    expect(hints('- if: a = "x: y"\n')[0]).toMatch(folded)
    expect(hints('- if: a and\n  b: c: d\n')[0]).toMatch(folded)
    expect(hints('name: "a" = b\n')[0]).not.toMatch(folded)
  })

  it('never throws, whatever the text, and every place is inside of it', () => {
    const yamlish = fc
      .array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '\n',
          '-',
          '"',
          "'",
          '[',
          ']',
          '{',
          '}',
          '&',
          '*',
          '!',
          '|',
          '>',
          '%',
          '#',
          '? ',
          ',',
          '\t',
          '\\',
          '---\n',
          '...\n',
          '<<: ',
          '0x1',
          '\ufeff',
          '\r\n',
          '😀',
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary' })), (text) => {
        const { problems: whole, documents } = readYaml(text)
        for (const { offset } of [...whole, ...documents.flatMap((document) => document.problems)]) {
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(offset).toBeLessThanOrEqual(text.length)
        }
        documents.map(({ root }) => toJson(root))
      }),
      { numRuns: 1000 },
    )
  })
})

/** Whether a value holds only what JSON and we both take: exact numbers and whole characters. */
function isReadable(value: unknown): boolean {
  const text = JSON.stringify(value)
  const numbers = JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'number' && Number.isInteger(held) && !Number.isSafeInteger(held) ? 'unsafe!' : held,
  )
  return (
    !/\\ud[89a-f]/i.test(text) &&
    !numbers.includes('unsafe!') &&
    !/[\u007f-\u009f\ufeff\ufffe\uffff]/.test(text)
  )
}

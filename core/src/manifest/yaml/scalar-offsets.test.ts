import fc from 'fast-check'
import { EVENT_ID, getScalarValue, parseEvents, type ScalarEvent } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { scalarOffsets } from './scalar-offsets.ts'

/** The last scalar of a text. */
function lastScalar(text: string): ScalarEvent {
  const scalar = parseEvents(text, {}).findLast((event) => event.type === EVENT_ID.SCALAR)
  if (!scalar) throw new Error('there is no scalar')
  return scalar
}

/** Each code unit of the value with the one it comes from. */
function pairs(text: string): [string, string][] {
  const scalar = lastScalar(text)
  const offsets = scalarOffsets(text, scalar)
  const value = getScalarValue(text, scalar)
  return offsets.slice(0, value.length).map((offset, index) => [value[index] ?? '', text[offset] ?? ''])
}

const WORDS = fc.array(fc.constantFrom('plan', '=', '"pro"', "it''s", 'and', 'ä', '😀'), {
  minLength: 1,
  maxLength: 4,
})
const LINES = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: WORDS.map((words) => words.join(' ')) },
    { weight: 1, arbitrary: fc.constant('') },
  ),
  { minLength: 1, maxLength: 6 },
)

/** Texts that hold the lines as one scalar, in each style. */
const STYLES: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  plain: (lines) => `if: x${lines.join('\n  ')}\n`,
  single: (lines) => `if: '${lines.join('\n  ')}'\n`,
  double: (lines) => `if: "${lines.map((line) => line.replaceAll('"', '\\"')).join(' \n  ')}"\n`,
  escaped: (lines) =>
    `if: "${lines.map((line) => line.replaceAll('"', '\\x22')).join('\\\n  ')}\\u00e4\\U0001F600"\n`,
  literal: (lines) => `if: |\n  x\n${lines.map((line) => `  ${line}`).join('\n')}\n`,
  folded: (lines) => `if: >-\n  x\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`,
  indented: (lines) =>
    `if: >+\n  x\n${lines.map((line, i) => `  ${' '.repeat(i % 3)}${line}`).join('\n')}\n\n`,
  windows: (lines) => `if: >-\r\n  x\r\n${lines.map((line) => `  ${line}`).join('\r\n')}\r\n`,
}

describe('scalarOffsets', () => {
  it.each(Object.entries(STYLES))(
    'leads every character of a %s scalar back to its place',
    (style, write) => {
      fc.assert(
        fc.property(LINES, (lines) => {
          for (const [unit, source] of pairs(write(lines))) {
            const isItself = unit === source
            const isFolded = /\s/.test(unit) && (source === '' || /\s/.test(source))
            const isEscape = (style === 'double' || style === 'escaped') && source === '\\'
            expect([unit, source, isItself || isFolded || isEscape]).toEqual([unit, source, true])
          }
        }),
        { numRuns: 300 },
      )
    },
  )

  it.each(Object.entries(STYLES))('gives a place to every character of a %s scalar, in order', (_, write) => {
    fc.assert(
      fc.property(LINES, (lines) => {
        const text = write(lines)
        const scalar = lastScalar(text)
        const offsets = scalarOffsets(text, scalar)

        expect(offsets.length).toBeGreaterThanOrEqual(getScalarValue(text, scalar).trimEnd().length + 1)
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
      }),
    )
  })

  it('ends after the last character, not on the next line', () => {
    const text = 'if: >-\n  plan =\nserve: on\n'
    const scalar = parseEvents(text, {}).filter((event) => event.type === EVENT_ID.SCALAR)[1]

    expect(scalarOffsets(text, scalar as ScalarEvent).at(-1)).toBe(text.indexOf('=') + 1)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeFrame } from './code-frame.ts'
import { PLAIN } from './style.ts'

const frame = (text: string, line: number, column: number) =>
  codeFrame(text, { line, column }, PLAIN).join('\n')

describe('a code frame', () => {
  it('shows the line under the one before it, with the word underlined', () => {
    expect(frame('rules:\n  - name: staff\n    serve: onn\n', 3, 12)).toBe(
      ['2 │   - name: staff', '3 │     serve: onn', '  │            ^^^'].join('\n'),
    )
  })

  it('leaves out an empty line before', () => {
    expect(frame('a: 1\n\nb: 2\n', 3, 1)).toBe(['3 │ b: 2', '  │ ^'].join('\n'))
  })

  it('underlines one character where there is no word', () => {
    expect(frame('if: )', 1, 5)).toBe('1 │ if: )\n  │     ^')
  })

  it('points past the end of a line', () => {
    expect(frame('serve:', 1, 7)).toBe('1 │ serve:\n  │       ^')
  })

  it('keeps tabs, so that the caret stands where the reader sees the word', () => {
    expect(frame('\tserve: x', 1, 2)).toBe('1 │ \tserve: x\n  │ \t^^^^^')
  })

  it('counts a pair of surrogates as one character', () => {
    expect(frame('🧣: x', 1, 5)).toBe('1 │ 🧣: x\n  │    ^')
  })

  it('reads CRLF', () => {
    expect(frame('a: 1\r\nb: 2\r\n', 2, 4)).toBe('1 │ a: 1\n2 │ b: 2\n  │    ^')
  })

  it('shows the part of a long line that matters', () => {
    const shown = codeFrame(`${'a'.repeat(500)} here ${'b'.repeat(500)}`, { line: 1, column: 502 }, PLAIN)
    expect(shown[0]).toContain(' here ')
    expect(shown[0]?.length).toBeLessThan(110)
    expect(shown[0]?.indexOf('here')).toBe(shown[1]?.indexOf('^'))
  })

  it('is empty for a line that is not there', () => {
    expect(codeFrame('a: 1', { line: 9, column: 1 }, PLAIN)).toEqual([])
  })

  it('never fails, and never passes a control character on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), fc.nat(400), (text, line, column) => {
        const shown = codeFrame(text, { line: line + 1, column: column + 1 }, PLAIN).join('')
        // eslint-disable-next-line no-control-regex -- control characters are what this is about
        expect(shown).not.toMatch(/[\u0000-\u0008\u000a-\u001f]/)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextLines } from './text-lines.ts'

describe('TextLines', () => {
  it('counts lines and columns from one', () => {
    const lines = new TextLines('ab\ncd\n')

    expect(lines.positionAt(0)).toEqual({ line: 1, column: 1 })
    expect(lines.positionAt(2)).toEqual({ line: 1, column: 3 })
    expect(lines.positionAt(3)).toEqual({ line: 2, column: 1 })
    expect(lines.positionAt(6)).toEqual({ line: 3, column: 1 })
  })

  it('stays inside the text', () => {
    expect(new TextLines('ab').positionAt(-5)).toEqual({ line: 1, column: 1 })
    expect(new TextLines('ab').positionAt(99)).toEqual({ line: 1, column: 3 })
  })

  it('gives each offset the line and column that splitting the text gives it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', 'ä', '😀')), fc.nat(), (parts, at) => {
        const text = parts.join('')
        const offset = text.length === 0 ? 0 : at % (text.length + 1)
        const before = text.slice(0, offset).split('\n')

        expect(new TextLines(text).positionAt(offset)).toEqual({
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        })
      }),
    )
  })
})

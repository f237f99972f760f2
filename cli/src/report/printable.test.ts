import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printable } from './printable.ts'

describe('printable text', () => {
  it('shows what would move the cursor or colour the terminal', () => {
    expect(printable('a\u001b[2Jb\u007f\r\n')).toBe('a␛[2Jb␡␍␊')
  })

  it('shows what would turn the direction of text', () => {
    expect(printable('admin\u202e // \u2066')).toBe('admin\ufffd // \ufffd')
  })

  it('leaves letters of every language and tabs as they are', () => {
    expect(printable('\tWärme für カート 🧣')).toBe('\tWärme für カート 🧣')
  })

  it('keeps its length, so that a column stays the column', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => printable(text).length === text.length))
  })
})

import { describe, expect, it } from 'vitest'
import { writeChangedLines } from './changed-lines.ts'
import { PLAIN } from './style.ts'

describe('what changed in a text', () => {
  it('is the lines that only one of both has, whatever their indent', () => {
    expect(writeChangedLines('a\n  b\nc\n', 'b\nd\nc\n', PLAIN)).toBe('  - a\n  + d\n')
    expect(writeChangedLines('a\nb', 'b\n\na', PLAIN)).toBe('')
  })

  it('is cut where it is long, and safe for a terminal', () => {
    const many = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n')
    const text = writeChangedLines(many, `\u001b[31m${'x'.repeat(200)}`, PLAIN)
    expect(text).toContain('  - line 19\n  … and 11 more\n')
    expect(writeChangedLines('', `\u001b[31m${'x'.repeat(200)}`, PLAIN)).toBe(`  + ␛[31m${'x'.repeat(94)}…\n`)
  })
})

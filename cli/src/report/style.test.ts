import { describe, expect, it } from 'vitest'
import { PLAIN, styleFor } from './style.ts'

const terminal = { write: () => undefined, isTTY: true }
const file = { write: () => undefined }
const RED = '\u001b[31mno\u001b[39m'

describe('a style', () => {
  it('colours on a terminal', () => {
    expect(styleFor(terminal, {}).red('no')).toBe(RED)
  })

  it('is plain in a file or a pipe', () => {
    expect(styleFor(file, {}).red('no')).toBe('no')
  })

  it('is plain where NO_COLOR is set to something', () => {
    expect(styleFor(terminal, { NO_COLOR: '1' }).red('no')).toBe('no')
    expect(styleFor(terminal, { NO_COLOR: '' }).red('no')).toBe(RED)
  })

  it('is plain on a dumb terminal', () => {
    expect(styleFor(terminal, { TERM: 'dumb' }).red('no')).toBe('no')
  })

  it.each(['1', 'true', ''])('colours a pipe for FORCE_COLOR=%s, whatever NO_COLOR says', (forced) => {
    expect(styleFor(file, { FORCE_COLOR: forced, NO_COLOR: '1' }).red('no')).toBe(RED)
  })

  it.each(['0', 'false'])('is plain on a terminal for FORCE_COLOR=%s', (forced) => {
    expect(styleFor(terminal, { FORCE_COLOR: forced })).toBe(PLAIN)
  })
})

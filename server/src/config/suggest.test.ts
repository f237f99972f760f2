import { describe, expect, it } from 'vitest'
import { suggest } from './suggest.ts'

describe('suggest', () => {
  const known = ['--port', '--path', '--host']

  it.each([
    ['--prot', '--port'],
    ['--pot', '--port'],
    ['--paths', '--path'],
    ['--hots', '--host'],
  ])('takes %s for %s', (written, meant) => {
    expect(suggest(written, known)).toBe(`: did you mean ${meant}?`)
  })

  it('prefers the nearest', () => {
    expect(suggest('--pat', ['--port', '--path'])).toBe(': did you mean --path?')
  })

  it.each(['--database', '', '--p'])('has nothing to say to %j', (written) => {
    expect(suggest(written, known)).toBe('')
  })
})

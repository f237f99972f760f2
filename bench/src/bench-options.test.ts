import { describe, expect, it } from 'vitest'
import { parseBenchOptions } from './bench-options.ts'

describe('the options of a benchmark', () => {
  it('has seven rounds and no file unless others are asked for', () => {
    expect(parseBenchOptions([])).toEqual({ json: undefined, only: undefined, rounds: 7 })
    expect(parseBenchOptions(['--json', 'out.json', '--only', 'flagd', '--rounds', '9'])).toEqual({
      json: 'out.json',
      only: 'flagd',
      rounds: 9,
    })
  })

  it.each([['--rounds', '0'], ['--rounds', '1.5'], ['--rounds', 'many'], ['--fast']])(
    '%s %s is refused',
    (...argv) => {
      expect(() => parseBenchOptions(argv)).toThrow(TypeError)
    },
  )
})

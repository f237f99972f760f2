import { describe, expect, it } from 'vitest'
import { ConfigError, StartError } from './errors.ts'
import { explainFailure } from './explain-failure.ts'

describe('explainFailure', () => {
  it('lists the problems of a configuration', () => {
    expect(explainFailure(new ConfigError(['--port is "x"', '--repo is required']))).toBe(
      'The configuration has 2 problems:\n  - --port is "x"\n  - --repo is required\n',
    )
  })

  it('says what is wrong and what to do, without a stack', () => {
    expect(explainFailure(new StartError('address-in-use', 'Port 80 is in use', 'Choose another.'))).toBe(
      'Port 80 is in use.\nChoose another.\n',
    )
  })

  it('shows the stack of a bug', () => {
    expect(explainFailure(new TypeError('x is undefined'))).toMatch(
      /^This is a fault of the server:\nTypeError: x is undefined\n {4}at .*explain-failure/,
    )
    expect(explainFailure('words')).toContain('words')
  })
})

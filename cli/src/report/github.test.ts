import type { Issue } from '@evenkeel/core/manifest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeAnnotation } from './github.ts'

const issue: Issue = {
  code: 'unknown-variant',
  severity: 'error',
  message: '"onn" is no variant',
  file: 'flags/a.yaml',
  line: 26,
  column: 18,
  path: 'spec.rules[0].serve',
}

/** What the runner does with a line. */
function readAnnotation(text: string) {
  const [, command, properties = '', message = ''] = /^::(\w+) ([^\n]*?)::([^\n]*)\n$/.exec(text) ?? []
  const data = (escaped: string) =>
    escaped.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const property = (escaped: string) =>
    escaped
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  const read = properties.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), property(pair.slice(at + 1))]
  })
  return { command, properties: Object.fromEntries(read), message: data(message) }
}

describe('an annotation', () => {
  it('names the file, the place and the code', () => {
    expect(writeAnnotation(issue, 'config/flags/a.yaml')).toBe(
      '::error file=config/flags/a.yaml,line=26,col=18,title=unknown-variant::"onn" is no variant\n',
    )
  })

  it('carries the hint on a line of its own', () => {
    expect(writeAnnotation({ ...issue, severity: 'warning', hint: 'write on' }, 'a.yaml')).toBe(
      '::warning file=a.yaml,line=26,col=18,title=unknown-variant::"onn" is no variant%0Ahint: write on\n',
    )
  })

  it('cannot be broken out of: the runner reads back what was written', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('%', '0', 'A', 'D', '2', '5', ':', ',', '=', '\r', '\n', 'x', ' '),
    })
    fc.assert(
      fc.property(nasty, nasty, (message, file) => {
        const read = readAnnotation(writeAnnotation({ ...issue, message }, file))
        expect(read.message).toBe(message)
        expect(read.properties).toEqual({ file, line: '26', col: '18', title: 'unknown-variant' })
      }),
    )
  })
})

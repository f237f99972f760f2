import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { OperationError, RefusedTreeError, UsageError } from '../errors.ts'
import { describeFailure } from './failure.ts'
import { PLAIN } from './style.ts'

describe('a failure', () => {
  it('of the command line is 2, with what to type instead', () => {
    expect(describeFailure(new UsageError('there is no flag a', 'did you mean b?'), PLAIN)).toEqual({
      text: 'error: there is no flag a\nhint: did you mean b?\n',
      code: 2,
    })
    expect(describeFailure(new UsageError('no'), PLAIN).text).toBe('error: no\n')
  })

  it('of the tree is 1, with its issues', () => {
    const issue = {
      code: 'cycle',
      severity: 'error',
      message: 'm',
      file: 'f',
      line: 1,
      column: 1,
      path: '',
    } as const
    const report = { issues: [issue], sources: new Map(), displayPath: (file: string) => file }
    const failure = describeFailure(new RefusedTreeError('HEAD would be refused', report), PLAIN)
    expect(failure).toEqual({
      text: 'f\n\n  error: m\n  f:1:1 cycle\n\nerror: HEAD would be refused\n',
      code: 1,
    })
  })

  it('of the world outside is 70, without a trace', () => {
    const failure = describeFailure(new OperationError('server', 'nobody answers'), PLAIN)
    expect(failure).toEqual({ text: 'error: nobody answers\n', code: 70 })
  })

  it('of the file system is 70, in words', async () => {
    const error: unknown = await readFile('/no/such/file').catch((caught: unknown) => caught)
    expect(describeFailure(error, PLAIN)).toEqual({
      text: 'error: /no/such/file: there is no such file or folder\n',
      code: 70,
    })
    const odd = Object.assign(new Error('x'), { syscall: 'open', path: '/a', code: 'EIO' })
    expect(describeFailure(odd, PLAIN).text).toBe('error: /a: open failed with EIO\n')
  })

  it('that nobody thought of is a bug, and says where', () => {
    const { text, code } = describeFailure(new TypeError('x is not a function'), PLAIN)
    expect(code).toBe(70)
    expect(text).toContain('this is a bug in evenkeel')
    expect(text).toContain('failure.test.ts')
    expect(describeFailure('thrown', PLAIN).text).toContain('thrown')
  })
})

import { SnapshotError } from '@evenkeel/core/errors'
import { describe, expect, it } from 'vitest'
import { RepositoryError } from '../../errors.ts'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import type { ControlAnswer } from './control-answer.ts'
import { readAnswer, writeAnswer } from './control-answer.ts'
import { MessageReader } from './message-reader.ts'
import { writeMessage } from './write-message.ts'

function sent(answer: ControlAnswer): ControlAnswer {
  const [message] = new MessageReader().push(Buffer.concat(writeMessage(writeAnswer(answer))))
  return readAnswer(message!)
}

const compilation = (environment: string, companion?: Uint8Array): StoredCompilation => ({
  formatVersion: 1,
  environment,
  commit: '1'.repeat(40),
  contentHash: 'f'.repeat(64),
  content: new TextEncoder().encode(`the content of ${environment}`),
  contentLength: 7,
  summary: { boundaries: [{ at: 1, flags: ['a'] }], flags: 1, segments: 0, configs: 0 },
  frameBytes: 65536,
  ...(companion && { companion }),
})

describe('an answer of the control process', () => {
  it('brings what was fetched', () => {
    const commit = { id: 'a', subject: 'Start', author: 'Ada', committedAt: 1 }
    const answer = { kind: 'fetched', tip: { commit, relation: 'descendant' } } as const
    expect(sent(answer)).toEqual(answer)
  })

  it('brings a verdict with its bytes in their places', () => {
    const issue = {
      code: 'unknown-kind',
      severity: 'error',
      message: 'm',
      file: 'f',
      line: 1,
      column: 1,
      path: '',
    } as const
    const compilations = [
      compilation('production', Uint8Array.of(1, 2)),
      compilation('staging'),
      compilation('test', new Uint8Array()),
    ]
    const answer = { kind: 'admitted', verdict: { issues: [issue], compilations } } as const
    expect(sent(answer)).toEqual(answer)
  })

  it('brings a refusal', () => {
    expect(sent({ kind: 'admitted', verdict: { issues: [] } })).toEqual({
      kind: 'admitted',
      verdict: { issues: [] },
    })
  })

  it('brings a fault as what it was', () => {
    const cause = new Error('unplugged', { cause: new Error('by whom') })
    const { error } = sent({
      kind: 'failed',
      error: new RepositoryError('repository-unreachable', 'away', 'Plug it in.', { cause }),
    }) as Extract<ControlAnswer, { readonly kind: 'failed' }>
    expect(error).toBeInstanceOf(RepositoryError)
    expect(error).toMatchObject({ code: 'repository-unreachable', message: 'away', hint: 'Plug it in.' })
    expect(error.cause).toEqual(new Error('unplugged: by whom'))
    const other = sent({ kind: 'failed', error: new SnapshotError('does-not-fit', 'no room') })
    expect(other).toEqual({ kind: 'failed', error: new SnapshotError('does-not-fit', 'no room') })
  })

  it('is none where a bug was thrown: that ends the process', () => {
    const bug = new TypeError('undefined is not a function')
    expect(() => writeAnswer({ kind: 'failed', error: bug })).toThrow(bug)
  })
})

import { duplexPair } from 'node:stream'
import type { RepositoryConfig } from '../../git/open-repository.ts'
import { unreachable } from '../../git/repository-faults.ts'
import { describe, expect, it } from 'vitest'
import { FakeControl } from '../fake-control.ts'
import type { ControlAnswer } from '../wire/control-answer.ts'
import { readAnswer } from '../wire/control-answer.ts'
import type { ControlRequest } from '../wire/control-request.ts'
import { writeRequest } from '../wire/control-request.ts'
import { MessageReader } from '../wire/message-reader.ts'
import { writeMessage } from '../wire/write-message.ts'
import { serveControl } from './serve-control.ts'

const REPOSITORY: RepositoryConfig = {
  repo: { kind: 'local', path: '/srv/config.git' },
  branch: 'main',
  path: '',
  dataDir: '/data',
}
const COMMIT = { id: 'c0ffee', subject: 'Start', author: 'Ada', committedAt: 1 }

/** A control that is asked over a channel. */
function aServedControl() {
  const control = new FakeControl()
  const opened: RepositoryConfig[] = []
  const [here, there] = duplexPair()
  const served = serveControl(there, (repository) => {
    opened.push(repository)
    return control
  })
  const answers: ControlAnswer[] = []
  const reader = new MessageReader()
  here.on('data', (chunk: Buffer) => answers.push(...reader.push(chunk).map(readAnswer)))
  const ask = (...requests: readonly ControlRequest[]) =>
    here.write(Buffer.concat(requests.flatMap((request) => writeMessage(writeRequest(request)))))
  return { control, opened, served, here, answers, ask }
}

describe('serveControl', () => {
  it('opens what it is told to, and answers in order', async () => {
    const { control, opened, served, here, answers, ask } = aServedControl()
    control.fetches({ commit: COMMIT, relation: 'same' })
    control.admits('c0ffee', { issues: [] })
    ask(
      { kind: 'start', repository: REPOSITORY },
      { kind: 'fetch', known: 'c0ffee' },
      { kind: 'admit', commit: 'c0ffee' },
    )
    here.end()
    await served
    expect(opened).toEqual([REPOSITORY])
    expect(answers).toEqual([
      { kind: 'fetched', tip: { commit: COMMIT, relation: 'same' } },
      { kind: 'admitted', verdict: { issues: [] } },
    ])
  })

  it('answers with a fault, and goes on', async () => {
    const { control, served, here, answers, ask } = aServedControl()
    control.fetches(unreachable('memory', 'unplugged', 'Plug it in.'))
    ask({ kind: 'start', repository: REPOSITORY }, { kind: 'fetch' }, { kind: 'fetch' })
    here.end()
    await served
    expect(answers.map(({ kind }) => kind)).toEqual(['failed', 'failed'])
  })

  it('rejects for a bug', async () => {
    const { control, served, ask } = aServedControl()
    control.fetches(new TypeError('undefined is not a function'))
    ask({ kind: 'start', repository: REPOSITORY }, { kind: 'fetch' })
    await expect(served).rejects.toThrow('undefined is not a function')
  })

  it('rejects for what is asked before it is started', async () => {
    const { served, ask } = aServedControl()
    ask({ kind: 'fetch' })
    await expect(served).rejects.toThrow('fetch was asked for before start')
  })

  it('rejects for garbage', async () => {
    const { served, here } = aServedControl()
    here.write('GET / HTTP/1.1\r\n\r\n')
    await expect(served).rejects.toMatchObject({ code: 'control-garbage' })
  })
})

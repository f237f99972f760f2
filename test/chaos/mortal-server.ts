import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Operation } from '@evenkeel/core/compilation'
import type { ServerConfig } from '@evenkeel/server'
import { builtTests } from '../support/built-server.ts'
import type { OperatorAnswer, OperatorRequest } from './operated-server.ts'

type Asked =
  | Omit<Extract<OperatorRequest, { kind: 'put' }>, 'id'>
  | Omit<Extract<OperatorRequest, { kind: 'list' }>, 'id'>

/** A server that can be killed at any instant, and started again on what it left. */
export class MortalServer {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (answer: OperatorAnswer | undefined) => void>()
  #asked = 0
  readonly url: string

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
    child.on('message', (answer: OperatorAnswer) => {
      if (answer.kind !== 'ready') this.#waiting.get(answer.id)?.(answer)
    })
    child.on('exit', () => {
      for (const settle of this.#waiting.values()) settle(undefined)
    })
  }

  /** Resolves when it listens. */
  static async start(config: ServerConfig): Promise<MortalServer> {
    const { dist } = await builtTests()
    const child = fork(`${dist}/chaos/operated-server.js`, {
      env: { PATH: process.env['PATH'], SERVER_CONFIG: JSON.stringify(config) },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const [ready] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('The server ended before it listened'))),
    ])) as [Extract<OperatorAnswer, { kind: 'ready' }>]
    return new MortalServer(child, ready.url)
  }

  /** Gives the operations in force once it is committed; undefined when the server died before it answered. */
  put(environment: string, operation: Operation): Promise<readonly Operation[] | undefined> {
    return this.#ask({ kind: 'put', environment, operation })
  }

  list(environment: string): Promise<readonly Operation[] | undefined> {
    return this.#ask({ kind: 'list', environment })
  }

  /** As the kernel ends what has no memory left: nothing of it runs any more. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }

  async #ask(request: Asked): Promise<readonly Operation[] | undefined> {
    const id = ++this.#asked
    if (!this.#child.connected) return undefined
    const answered = new Promise<OperatorAnswer | undefined>((resolve) => this.#waiting.set(id, resolve))
    this.#child.send({ id, ...request }, () => undefined)
    const answer = await answered
    this.#waiting.delete(id)
    if (answer?.kind === 'failed') throw new Error(answer.message)
    return answer?.kind === 'done' ? answer.operations : undefined
  }
}

import type { ChildProcess } from 'node:child_process'
import type { Operation } from '@evenkeel/core/compilation'

/** What is asked of a process that is measured: of its probe, or of the server that takes operations. */
export type MeasuredRequest =
  | { readonly kind: 'read-probe'; readonly id: number }
  | { readonly kind: 'put'; readonly id: number; readonly environment: string; readonly operation: Operation }

/** Since it was last read. The first reading starts the probe. */
export interface ProbeReading {
  readonly kind: 'probe'
  readonly id: number
  /** How late timers of the process's main thread were, each. */
  readonly delaysMs: readonly number[]
  readonly residentBytes: number
}

/** `ms` from when it was asked until it was published. */
export type PutAnswer =
  | { readonly kind: 'put'; readonly id: number; readonly ms: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

export type MeasuredAnswer = ProbeReading | PutAnswer

interface Waiting {
  readonly resolve: (answer: MeasuredAnswer) => void
  readonly reject: (error: Error) => void
}

/** Asks a process over its channel of Node's, and tells answers apart. */
export class ProcessChannel {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0

  constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (answer: MeasuredAnswer) => {
      this.#waiting.get(answer.id)?.resolve(answer)
      this.#waiting.delete(answer.id)
    })
    child.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`the server ended with ${signal ?? code ?? 'no code'}`))
      this.#waiting.clear()
    })
  }

  async readProbe(): Promise<ProbeReading> {
    const answer = await this.#ask((id) => ({ kind: 'read-probe', id }))
    if (answer.kind !== 'probe') throw new Error('the probe did not answer')
    return answer
  }

  /** Milliseconds from when it was asked until it was published. */
  async put(environment: string, operation: Operation): Promise<number> {
    const answer = await this.#ask((id) => ({ kind: 'put', id, environment, operation }))
    if (answer.kind === 'put') return answer.ms
    throw new Error(`An operation failed: ${answer.kind === 'failed' ? answer.message : 'no answer'}`)
  }

  #ask(requestOf: (id: number) => MeasuredRequest): Promise<MeasuredAnswer> {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send(requestOf(id), (error) => {
        if (error) reject(error)
      })
    })
  }
}

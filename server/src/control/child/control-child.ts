import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { garbled, notStarted } from '../control-faults.ts'
import type { ProcessEnd } from '../control-faults.ts'
import { ControlError } from '../../errors.ts'
import type { ControlAnswer } from '../wire/control-answer.ts'
import { readAnswer } from '../wire/control-answer.ts'
import type { ControlRequest } from '../wire/control-request.ts'
import { writeRequest } from '../wire/control-request.ts'
import { MessageReader } from '../wire/message-reader.ts'
import { writeMessage } from '../wire/write-message.ts'
import { CHANNEL_FD } from './channel.ts'
import { LastWords } from './last-words.ts'
import { nodeEnvironment } from './node-environment.ts'

export interface ControlChildOptions {
  /** The built child-main.js. */
  readonly entry: string
  readonly heapMebibytes: number
  /** Names the fault of a process that ended by itself. */
  readonly explainEnd: (end: ProcessEnd) => ControlError
  /** Never told. */
  readonly secret?: string
}

interface Pending {
  readonly resolve: (answer: ControlAnswer) => void
  readonly reject: (fault: ControlError) => void
}

/** One process, from its start to its end, and the channel to it. It keeps the serving process alive while it is asked. */
export class ControlChild {
  readonly #options: ControlChildOptions
  readonly #process: ChildProcess
  readonly #channel: Socket
  readonly #reader = new MessageReader()
  readonly #lastWords = new LastWords()
  #pending: Pending | undefined
  #fault: ControlError | undefined
  /** Resolves once the process is gone. */
  readonly ended: Promise<void>

  constructor(options: ControlChildOptions) {
    this.#options = options
    const { entry, heapMebibytes } = options
    this.#process = spawn(
      process.execPath,
      [`--max-old-space-size=${heapMebibytes}`, entry, String(process.pid)],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: nodeEnvironment(process.env), windowsHide: true },
    )
    // Where the machine has no descriptors left there are no pipes; that the process did not start is told later.
    const stdio = this.#process.stdio as ChildProcess['stdio'] | undefined
    this.#channel = (stdio?.[CHANNEL_FD] as Socket | undefined) ?? new Socket()
    this.ended = this.#listen()
    this.#keepAlive(false)
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  get hasEnded(): boolean {
    return this.#fault !== undefined
  }

  tell(request: ControlRequest): void {
    for (const part of writeMessage(writeRequest(request))) this.#channel.write(part)
  }

  /** One thing at a time. Rejects with what ended the process. */
  ask(request: ControlRequest): Promise<ControlAnswer> {
    if (this.#fault) return Promise.reject(this.#fault)
    this.tell(request)
    this.#keepAlive(true)
    return new Promise<ControlAnswer>((resolve, reject) => {
      this.#pending = { resolve, reject }
    }).finally(() => this.#keepAlive(false))
  }

  /** Ends the process at once, whatever it does; what is asked fails with `fault`. */
  end(fault: ControlError): void {
    this.#fault ??= fault
    this.#process.kill('SIGKILL')
    this.#channel.destroy()
    this.#take()?.reject(this.#fault)
  }

  #listen(): Promise<void> {
    this.#process.stderr?.on('data', (chunk: Buffer) => this.#lastWords.add(chunk))
    this.#channel.on('data', (chunk: Buffer) => this.#read(chunk))
    // A process that ended: that it closes says so.
    this.#channel.on('error', () => undefined)
    return new Promise((resolve) => {
      this.#process.once('error', (cause) => {
        this.end(notStarted(cause))
        resolve()
      })
      this.#process.once('close', (exitCode, signal) => {
        const { explainEnd, secret } = this.#options
        const lastWords = this.#lastWords.tell(secret)
        const isHeapExhausted = this.#lastWords.areOfExhaustedHeap
        this.#fault ??= explainEnd({ exitCode, signal, lastWords, isHeapExhausted })
        this.#take()?.reject(this.#fault)
        resolve()
      })
    })
  }

  #read(chunk: Buffer): void {
    try {
      for (const message of this.#reader.push(chunk)) {
        const answer = readAnswer(message)
        const pending = this.#take()
        if (!pending) throw garbled('it answers what nobody asked')
        pending.resolve(answer)
      }
    } catch (error) {
      this.end(error instanceof ControlError ? error : garbled('an answer has another shape', error))
    }
  }

  #take(): Pending | undefined {
    const pending = this.#pending
    this.#pending = undefined
    return pending
  }

  #keepAlive(isAsked: boolean): void {
    for (const handle of [this.#process, this.#channel, this.#process.stderr as Socket | undefined]) {
      if (isAsked) handle?.ref()
      else handle?.unref()
    }
  }
}

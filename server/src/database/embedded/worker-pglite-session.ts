import { Worker } from 'node:worker_threads'
import type { PgliteReply, PgliteRequest } from './pglite-message.ts'
import type { PgliteSession, QueryAnswer } from './pglite-session.ts'
import { SessionEndedError } from './pglite-session.ts'

interface Waiting {
  readonly resolve: (answer: QueryAnswer) => void
  readonly reject: (error: Error) => void
}

/** In a thread of its own, so that no statement, and no first start, holds up the thread that serves. */
export class WorkerPgliteSession implements PgliteSession {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended: SessionEndedError | undefined

  /** `entry` is the built pglite-worker.js. */
  constructor(entry: URL, dataDir: string | undefined) {
    // Without what this process was started with: the entry was built, and needs no conditions to be resolved.
    this.#worker = new Worker(entry, { workerData: dataDir === undefined ? {} : { dataDir }, execArgv: [] })
    this.#worker.on('message', (reply: PgliteReply) => this.#take(reply))
    this.#worker.on('error', (error: unknown) => this.#end('The thread of the embedded database died', error))
    this.#worker.on('exit', () => this.#end('The thread of the embedded database has ended'))
    this.#worker.unref()
  }

  query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer> {
    return this.#ask({ id: ++this.#lastId, kind: 'query', sql, parameters })
  }

  async close(): Promise<void> {
    if (!this.#ended) await this.#ask({ id: ++this.#lastId, kind: 'close' })
    await this.terminate()
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  /** Only while something is waited for does the thread keep the process alive. */
  #ask(request: PgliteRequest): Promise<QueryAnswer> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      this.#worker.postMessage(request)
      this.#waiting.set(request.id, { resolve, reject })
      this.#worker.ref()
    })
  }

  #take(reply: PgliteReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if (reply.kind === 'answer') waiting?.resolve(reply.answer)
    else waiting?.reject(Object.assign(new Error(reply.message), { code: reply.code }))
  }

  #end(message: string, cause?: unknown): void {
    this.#ended ??= new SessionEndedError(message, { cause })
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}

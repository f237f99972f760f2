import { Worker, type ResourceLimits } from 'node:worker_threads'
import type { Clock } from '@evenkeel/core/clock'
import { PreparationError } from '../../errors.ts'

export interface ThreadOptions {
  /** Begins what is said of the thread when something is wrong with it: "The thread that …". */
  readonly name: string
  /** The built module that runs in it, which calls answerRequests. */
  readonly entry: URL
  readonly resourceLimits: ResourceLimits
  readonly clock: Clock
  /** For the thread to load what it runs. */
  readonly startTimeoutMs: number
}

interface Job<Request, Answer> {
  readonly request: Request
  readonly timeoutMs: number
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: PreparationError) => void
}

/**
 * A worker thread that answers one request after the other, in their order. One that crashes or does not answer in
 * time is ended, what it had in hand fails with PreparationError, and the next request has a new thread. It keeps the
 * process alive only while it works.
 */
export class ReplaceableThread<Request, Answer> {
  readonly #options: ThreadOptions
  readonly #waiting: Job<Request, Answer>[] = []
  #inHand: Job<Request, Answer> | undefined
  #worker: Worker | undefined
  #isReady = false
  #isClosed = false
  #stopTimer = (): void => undefined

  constructor(options: ThreadOptions) {
    this.#options = options
  }

  /** The time begins when the thread is ready and nothing is before the request. Throws PreparationError. */
  ask(request: Request, timeoutMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, timeoutMs, resolve, reject })
      this.#proceed()
    })
  }

  /** Ends the thread; what is in hand and what waits fails. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#worker = undefined
    this.#proceed()
    this.#fail(this.#closed())
    await worker?.terminate()
  }

  #proceed(): void {
    if (this.#isClosed) for (const job of this.#waiting.splice(0)) job.reject(this.#closed())
    if (this.#inHand !== undefined) return
    this.#inHand = this.#waiting.shift()
    if (this.#inHand === undefined) {
      this.#worker?.unref()
      return
    }
    this.#worker ??= this.#start()
    this.#worker.ref()
    if (this.#isReady) this.#begin(this.#worker, this.#inHand)
    else this.#endUnlessWithin(this.#options.startTimeoutMs, 'was not ready')
  }

  #start(): Worker {
    const { name, entry, resourceLimits } = this.#options
    // What the process was started with, loaders and conditions, is not for what was built.
    const worker = new Worker(entry, { name, resourceLimits, execArgv: [] })
    this.#isReady = false
    worker.on('message', (message: 'ready' | { readonly answer: Answer }) => {
      if (this.#worker !== worker) return
      if (message === 'ready') this.#becomeReady(worker)
      else this.#finish(message.answer)
    })
    worker.on('error', (cause) => this.#lose(worker, cause))
    worker.on('exit', (code) => this.#lose(worker, new Error(`it exited with ${code}`)))
    return worker
  }

  #becomeReady(worker: Worker): void {
    this.#isReady = true
    if (this.#inHand !== undefined) this.#begin(worker, this.#inHand)
  }

  #begin(worker: Worker, { request, timeoutMs }: Job<Request, Answer>): void {
    this.#endUnlessWithin(timeoutMs, 'did not answer')
    worker.postMessage(request)
  }

  #finish(answer: Answer): void {
    const job = this.#release()
    job?.resolve(answer)
    this.#proceed()
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    const message = `The thread that ${this.#options.name} ended before it answered`
    const hint =
      'A new thread has taken its place; ask again. If it happens again, report what it says as a bug.'
    this.#fail(new PreparationError('preparation-crashed', message, hint, { cause }))
  }

  #endUnlessWithin(timeoutMs: number, what: string): void {
    this.#stopTimer()
    this.#stopTimer = this.#options.clock.schedule(timeoutMs, () => {
      const worker = this.#worker
      this.#worker = undefined
      const message = `The thread that ${this.#options.name} ${what} within ${timeoutMs} ms and was ended`
      const hint =
        'A new thread has taken its place; ask again. See whether the machine is short of processor time.'
      this.#fail(new PreparationError('preparation-timed-out', message, hint))
      void worker?.terminate()
    })
  }

  #fail(error: PreparationError): void {
    const job = this.#release()
    job?.reject(error)
    this.#proceed()
  }

  #release(): Job<Request, Answer> | undefined {
    this.#stopTimer()
    const job = this.#inHand
    this.#inHand = undefined
    return job
  }

  #closed(): PreparationError {
    const message = `The thread that ${this.#options.name} was closed`
    return new PreparationError('preparation-closed', message, 'The server is stopping; start it again.')
  }
}

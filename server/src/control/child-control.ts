import { totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Clock } from '@evenkeel/core/clock'
import { boundMemory, heapMebibytes } from '@evenkeel/core/limits'
import type { ControlError } from '../errors.ts'
import type { RepositoryConfig } from '../git/open-repository.ts'
import type { ObjectId } from '../git/repository.ts'
import { ControlChild } from './child/control-child.ts'
import { watchMemory } from './child/watch-memory.ts'
import type { ProcessEnd } from './control-faults.ts'
import {
  admissionOutOfMemory,
  admissionTimedOut,
  closed,
  crashed,
  fetchOutOfMemory,
  fetchTimedOut,
  garbled,
} from './control-faults.ts'
import type { Control, FetchedTip, Verdict } from './control.ts'
import type { ControlAnswer } from './wire/control-answer.ts'
import type { ControlRequest } from './wire/control-request.ts'

export interface ControlLimits {
  /** How long an admission may take, from when the commit's objects are there. */
  readonly admissionMs: number
  /** How long a fetch may take: more than its transfer may. */
  readonly fetchMs: number
  /** How large the process may be; half of the container at most, whatever is said here. */
  readonly memoryBytes: number
}

export interface ChildControlOptions {
  readonly repository: RepositoryConfig
  readonly limits: ControlLimits
  readonly clock: Clock
  /** What the process runs; absent, the built child-main.js beside this file. */
  readonly entry?: string
}

const ENTRY = fileURLToPath(new URL('./child-main.js', import.meta.url))
/** A process that is ended is gone in a moment, unless its disk hangs. */
const END_MS = 1000

type Asked = Exclude<ControlRequest, { readonly kind: 'start' }>

/**
 * Has everything that reads what authors wrote in a process of its own, which is started when it is first needed, and
 * anew after its end. It is ended when it exceeds a limit, and one thing is asked of it at a time.
 */
export class ChildControl implements Control {
  readonly #options: ChildControlOptions
  readonly #memoryBytes: number
  #child: ControlChild | undefined
  #asked: Asked | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(options: ChildControlOptions) {
    this.#options = options
    this.#memoryBytes = boundMemory(options.limits.memoryBytes, {
      totalBytes: totalmem(),
      constrainedBytes: process.constrainedMemory(),
    })
  }

  /** Of the process that there is now, if there is one. */
  get pid(): number | undefined {
    return this.#child?.hasEnded === false ? this.#child.pid : undefined
  }

  /** Starts the process now, so that what is asked first need not wait for it. */
  start(): void {
    this.#requireChild()
  }

  async fetch({ known }: { readonly known?: ObjectId }): Promise<FetchedTip> {
    const answer = await this.#ask({ kind: 'fetch', ...(known !== undefined && { known }) })
    if (answer.kind === 'fetched') return answer.tip
    throw this.#failure(answer)
  }

  async admit(commit: ObjectId): Promise<Verdict> {
    const answer = await this.#ask({ kind: 'admit', commit })
    if (answer.kind === 'admitted') return answer.verdict
    throw this.#failure(answer)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const child = this.#child
    if (!child) return
    child.end(closed())
    let cancel = (): void => undefined
    const late = new Promise<void>((resolve) => (cancel = this.#options.clock.schedule(END_MS, resolve)))
    await Promise.race([child.ended, late])
    cancel()
  }

  #ask(request: Asked): Promise<ControlAnswer> {
    const answer = this.#turn.then(() => this.#askWithinLimits(request))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  async #askWithinLimits(request: Asked): Promise<ControlAnswer> {
    if (this.#isClosed) throw closed()
    const { clock, limits } = this.#options
    const child = this.#requireChild()
    this.#asked = request
    const limitMs = request.kind === 'admit' ? limits.admissionMs : limits.fetchMs
    const stopTimer = clock.schedule(limitMs, () => child.end(timedOut(request, limitMs)))
    const stopWatch = this.#watch(child, request)
    try {
      return await child.ask(request)
    } finally {
      stopTimer()
      stopWatch()
      this.#asked = undefined
    }
  }

  #watch(child: ControlChild, request: Asked): () => void {
    const { pid } = child
    if (pid === undefined) return () => undefined
    const limitBytes = this.#memoryBytes
    const onExceeded = () => child.end(outOfMemory(request, limitBytes))
    return watchMemory({ pid, limitBytes, clock: this.#options.clock, onExceeded })
  }

  #requireChild(): ControlChild {
    if (this.#child?.hasEnded === false) return this.#child
    const { repository, entry = ENTRY } = this.#options
    const child = new ControlChild({
      entry,
      heapMebibytes: heapMebibytes(this.#memoryBytes),
      explainEnd: (end) => this.#explainEnd(end),
      ...(repository.repoToken !== undefined && { secret: repository.repoToken }),
    })
    child.tell({ kind: 'start', repository })
    this.#child = child
    return child
  }

  #explainEnd(end: ProcessEnd): ControlError {
    const asked = this.#asked
    if (asked && end.isHeapExhausted) {
      return outOfMemory(asked, this.#memoryBytes, new Error(end.lastWords))
    }
    return crashed(end, asked?.kind === 'admit' ? asked.commit : undefined)
  }

  #failure(answer: ControlAnswer): Error {
    if (answer.kind === 'failed') return answer.error
    const fault = garbled('it answers something else than was asked')
    this.#child?.end(fault)
    return fault
  }
}

function timedOut(request: Asked, limitMs: number): ControlError {
  return request.kind === 'admit' ? admissionTimedOut(request.commit, limitMs) : fetchTimedOut(limitMs)
}

function outOfMemory(request: Asked, limitBytes: number, cause?: unknown): ControlError {
  return request.kind === 'admit'
    ? admissionOutOfMemory(request.commit, limitBytes, cause)
    : fetchOutOfMemory(limitBytes, cause)
}

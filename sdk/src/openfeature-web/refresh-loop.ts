import { SdkError } from '../errors.ts'
import { retryDelayMs } from '../source/retry-delay.ts'
import type { WebPlatform } from './web-platform.ts'

const CLOSED = 'the provider was closed'

/** How an attempt ended: with the keys of the flags that changed, or why it failed. */
export type RefreshOutcome = readonly string[] | SdkError

export interface RefreshLoopOptions {
  /** Never rejects; what it gives after `signal` was aborted counts for nothing. */
  readonly attempt: (signal: AbortSignal) => Promise<RefreshOutcome>
  /** Hears of the attempts that nobody waits for. `failures` counts those in a row. */
  readonly report: (outcome: RefreshOutcome, failures: number) => void
  /** 0 does not poll. */
  readonly pollMs: number
  readonly platform: Pick<WebPlatform, 'clock' | 'random' | 'isHidden' | 'onWake'>
}

/**
 * Makes attempts: when asked to, every `pollMs` with 10 % of jitter, after failures, and when the page wakes. A page that
 * nobody sees makes none of its own accord. At most one is under way: a new one takes the place of the former.
 */
export class RefreshLoop {
  readonly #options: RefreshLoopOptions
  #cancelTimer: () => void = () => undefined
  #stopListening: () => void = () => undefined
  #underWay: AbortController | undefined
  #latest: Promise<RefreshOutcome> = Promise.resolve([])
  #failures = 0
  /** Until the first success nothing is known, so that a failure is tried again before the next poll. */
  #isUrgent = true
  /** What the server asked for last. */
  #notBeforeMs = 0
  #isStopped = true

  constructor(options: RefreshLoopOptions) {
    this.#options = options
  }

  /** Listens to the page. Without it no attempt is made. */
  start(): void {
    const { platform } = this.#options
    this.#isStopped = false
    this.#stopListening()
    this.#stopListening = platform.onWake(() => {
      const mayAsk = platform.clock.now() >= this.#notBeforeMs && !platform.isHidden()
      if (mayAsk && this.#underWay === undefined) this.runInBackground()
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#stopListening()
    this.#cancelTimer()
    this.#underWay?.abort(new Error(CLOSED))
    this.#underWay = undefined
  }

  /** Makes an attempt at once. When another takes its place, the outcome is that one's. */
  run(): Promise<RefreshOutcome> {
    this.#isUrgent = true
    return this.#begin(() => undefined)
  }

  runInBackground(): void {
    void this.#begin(this.#options.report)
  }

  #begin(report: RefreshLoopOptions['report']): Promise<RefreshOutcome> {
    if (this.#isStopped) return Promise.resolve(new SdkError('unreachable', CLOSED))
    this.#cancelTimer()
    this.#underWay?.abort()
    const { signal } = (this.#underWay = new AbortController())
    const attempt: Promise<RefreshOutcome> = this.#options.attempt(signal).then((outcome) => {
      if (signal.aborted) return this.#latest === attempt ? outcome : this.#latest
      this.#underWay = undefined
      this.#scheduleNext(outcome)
      report(outcome, this.#failures)
      return outcome
    })
    this.#latest = attempt
    return attempt
  }

  #scheduleNext(outcome: RefreshOutcome): void {
    const { clock, random, isHidden } = this.#options.platform
    const failure = outcome instanceof SdkError ? outcome : undefined
    this.#failures = failure ? this.#failures + 1 : 0
    this.#isUrgent &&= failure !== undefined
    this.#notBeforeMs = failure?.retryAfterMs === undefined ? 0 : clock.now() + failure.retryAfterMs
    const pollMs = this.#isUrgent ? 0 : this.#options.pollMs * (0.9 + 0.2 * random())
    const retryMs = failure ? retryDelayMs(this.#failures, failure, random) : 0
    if (!failure && pollMs === 0) return
    this.#cancelTimer = clock.schedule(Math.max(pollMs, retryMs), () => {
      if (!isHidden()) this.runInBackground()
    })
  }
}

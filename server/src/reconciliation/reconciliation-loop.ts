import type { Clock } from '@evenkeel/core/clock'
import type { SyncOutcome, SyncTrigger } from './sync/sync-attempt-store.ts'
import { SYNC_TRIGGERS } from './sync/sync-attempt-store.ts'

/** The longest pause between two tries while syncing fails. */
export const MAX_BACKOFF_MS = 60_000
const JITTER = 0.1

export interface ReconciliationLoopOptions {
  /** Never rejects. */
  readonly sync: (trigger: SyncTrigger) => Promise<SyncOutcome>
  readonly clock: Clock
  readonly pollMs: number
  /** In [0, 1), as Math.random. */
  readonly random: () => number
}

/**
 * Syncs every `pollMs` and whenever it is asked to, one at a time: while one runs, however many are asked for become
 * one more. Failures are tried again ever more slowly, never faster than polls.
 */
export class ReconciliationLoop {
  private readonly options: ReconciliationLoopOptions
  private running: Promise<void> | undefined
  private queued: SyncTrigger | undefined
  private cancelPoll: () => void = () => undefined
  private failures = 0
  private isStopped = false

  constructor(options: ReconciliationLoopOptions) {
    this.options = options
  }

  requestSync(trigger: SyncTrigger): void {
    if (this.isStopped) return
    if (this.running) {
      this.queued = stronger(this.queued, trigger)
      return
    }
    this.cancelPoll()
    this.running = this.run(trigger)
  }

  /** The sync that follows the one that runs, if one was asked for. */
  get next(): SyncTrigger | undefined {
    return this.queued
  }

  /** No sync starts after this; resolves when the one that runs has ended. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.cancelPoll()
    await this.running
  }

  private async run(trigger: SyncTrigger): Promise<void> {
    const outcome = await this.options.sync(trigger)
    this.failures = outcome === 'failed' ? this.failures + 1 : 0
    this.running = undefined
    const next = this.queued
    this.queued = undefined
    if (this.isStopped) return
    if (next) this.requestSync(next)
    else this.cancelPoll = this.options.clock.schedule(this.pauseMs(), () => this.requestSync('poll'))
  }

  private pauseMs(): number {
    const { pollMs, random } = this.options
    const backoffMs = Math.min(MAX_BACKOFF_MS, pollMs * 2 ** Math.max(0, this.failures - 1))
    return Math.max(pollMs, backoffMs) * (1 + JITTER * random())
  }
}

function stronger(a: SyncTrigger | undefined, b: SyncTrigger): SyncTrigger {
  return a !== undefined && SYNC_TRIGGERS.indexOf(a) > SYNC_TRIGGERS.indexOf(b) ? a : b
}

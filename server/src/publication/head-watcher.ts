import type { Clock } from '@evenkeel/core/clock'
import type { Logger } from '../telemetry/logger.ts'

const POLL_MS = 1000

export interface HeadWatcherOptions {
  /** Serves what the store has and this process does not. */
  readonly catchUp: () => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Serves what is published already when the process starts, and what other replicas publish: catches up each second.
 * What fails changes nothing and is tried again.
 */
export class HeadWatcher {
  readonly #options: HeadWatcherOptions
  #cancel: (() => void) | undefined
  #problem: string | undefined
  #hasReplicas = true

  constructor(options: HeadWatcherOptions) {
    this.#options = options
  }

  /** `hasReplicas`: other processes publish too. When none does, the heads are read until it has worked once. */
  start({ hasReplicas }: { readonly hasReplicas: boolean }): void {
    this.#hasReplicas = hasReplicas
    this.#schedule(0)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  async #poll(): Promise<void> {
    try {
      await this.#options.catchUp()
      this.#recovered()
      if (!this.#hasReplicas) this.stop()
    } catch (error) {
      this.#failed(error)
    }
    if (this.#cancel) this.#schedule(POLL_MS)
  }

  #schedule(delayMs: number): void {
    this.#cancel = this.#options.clock.schedule(delayMs, () => void this.#poll())
  }

  /** The same problem is said once, not each second. */
  #failed(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error)
    if (problem === this.#problem) return
    this.#problem = problem
    this.#options.logger.warn('The newest revisions cannot be read; what is served stays', { error })
  }

  #recovered(): void {
    if (this.#problem === undefined) return
    this.#problem = undefined
    this.#options.logger.info('The newest revisions can be read again')
  }
}

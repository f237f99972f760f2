import type { Clock } from '@evenkeel/core/clock'
import type { Logger } from '../telemetry/logger.ts'
import type { SnapshotInstaller } from './snapshot-service.ts'
import type { SnapshotStore } from './snapshot-store.ts'

const POLL_MS = 1000

export interface HeadWatcherOptions {
  readonly store: SnapshotStore
  readonly installer: SnapshotInstaller
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Serves what is published already when the process starts, and what other replicas publish: asks the store each second
 * which heads it has, and for those that are new. What fails changes nothing and is tried again.
 */
export class HeadWatcher {
  readonly #options: HeadWatcherOptions
  #cancel: (() => void) | undefined
  #problem: string | undefined
  /** The heads that were installed last, as text. */
  #installed: string | undefined
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
      await this.#catchUp()
      this.#recovered()
      if (!this.#hasReplicas) this.stop()
    } catch (error) {
      this.#failed(error)
    }
    if (this.#cancel) this.#schedule(POLL_MS)
  }

  async #catchUp(): Promise<void> {
    const { store, installer } = this.#options
    const newest = JSON.stringify(await store.findHeadRevisions())
    if (newest === this.#installed) return
    await installer.install(await store.findHeads())
    this.#installed = newest
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

import type { Clock } from '@evenkeel/core/clock'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import type { Logger } from '../telemetry/logger.ts'

/** Publications of this many commits stay, however old they are, and all younger than this many days. */
const KEPT_COMMITS = 1_000
const KEPT_MS = 90 * 24 * 60 * 60 * 1000
const INTERVAL_MS = 60 * 60 * 1000

export interface HistoryPruningOptions {
  readonly store: Pick<SnapshotStore, 'prune'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Forgets old publications, at most once an hour; whoever needs none of them never notices. */
export class HistoryPruning {
  readonly #options: HistoryPruningOptions
  #prunedAtMs = -Infinity

  constructor(options: HistoryPruningOptions) {
    this.#options = options
  }

  /** Never rejects: what cannot be forgotten now is later. */
  async prune(): Promise<void> {
    const { store, clock, logger } = this.#options
    const nowMs = clock.now()
    if (nowMs - this.#prunedAtMs < INTERVAL_MS) return
    this.#prunedAtMs = nowMs
    try {
      const forgotten = await store.prune({ keepCommits: KEPT_COMMITS, keepSince: new Date(nowMs - KEPT_MS) })
      if (forgotten > 0) logger.info(`Forgot ${forgotten} old publications`)
    } catch (error) {
      logger.warn('Old publications could not be forgotten; it is tried again', { error })
    }
  }
}

import type { Clock } from '@evenkeel/core/clock'
import type { SnapshotStore } from '../../snapshots/store/snapshot-store.ts'
import type { SyncService } from './sync-service.ts'
import type { SyncStatus } from './sync-status.ts'

/**
 * How far a commit has come. served: every environment that is not held is served from it. superseded: it was, and a
 * newer one is now. unknown: it has not been seen as the newest of the branch.
 */
type CommitState = 'served' | 'held' | 'refused' | 'under-way' | 'superseded' | 'unknown'

export interface CommitProgress extends SyncStatus {
  readonly asked: { readonly commit: string; readonly state: CommitState }
}

export interface CommitWatchOptions {
  readonly sync: Pick<SyncService, 'status' | 'onEnded'>
  readonly store: Pick<SnapshotStore, 'wasAdmitted'>
  readonly clock: Clock
}

const DECIDED: readonly CommitState[] = ['served', 'held', 'refused', 'superseded']

/** Lets a pipeline wait for what becomes of its commit. */
export class CommitWatch {
  readonly #options: CommitWatchOptions

  constructor(options: CommitWatchOptions) {
    this.#options = options
  }

  /** Says how far a commit has come, as soon as that is decided, and after `waitMs` at the latest. */
  async await(commit: string, waitMs: number): Promise<CommitProgress> {
    const { sync, store, clock } = this.#options
    const deadline = clock.now() + waitMs
    for (;;) {
      const ended = untilEnded(sync, clock, deadline - clock.now())
      const status = sync.status()
      const state = await stateOf(commit, status, store)
      if (DECIDED.includes(state) || clock.now() >= deadline) {
        ended.forget()
        return { ...status, asked: { commit, state } }
      }
      await ended.happened
    }
  }
}

async function stateOf(
  commit: string,
  { served, desired, outcome, underWay }: SyncStatus,
  store: Pick<SnapshotStore, 'wasAdmitted'>,
): Promise<CommitState> {
  if (desired?.commit === commit && (outcome === 'held' || outcome === 'refused')) {
    return isLookedAtAgain(underWay) ? 'under-way' : outcome
  }
  if (served.some((environment) => environment.commit === commit)) return 'served'
  if (underWay?.commit === commit) return 'under-way'
  return (await store.wasAdmitted(commit).catch(() => false)) ? 'superseded' : 'unknown'
}

/** Whether an operator's word is about to change what became of the newest commit. */
function isLookedAtAgain(underWay: SyncStatus['underWay']): boolean {
  return underWay?.trigger === 'accept' || underWay?.trigger === 'retry'
}

function untilEnded(sync: Pick<SyncService, 'onEnded'>, clock: Clock, waitMs: number) {
  let settle: () => void = () => undefined
  const happened = new Promise<void>((resolve) => (settle = resolve))
  const stop = sync.onEnded(() => settle())
  const cancel = clock.schedule(Math.max(0, waitMs), () => settle())
  const forget = (): void => {
    stop()
    cancel()
    settle()
  }
  void happened.then(forget)
  return { happened, forget }
}

import type { Clock } from '@evenkeel/core/clock'
import type { SnapshotStore } from '../../snapshots/store/snapshot-store.ts'
import type { SyncTrigger } from './sync-attempt-store.ts'
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
  /** The sync that follows the one under way, if one was asked for. */
  readonly findQueued: () => SyncTrigger | undefined
  readonly store: Pick<SnapshotStore, 'wasAdmitted'>
  readonly clock: Clock
}

interface Deciding {
  readonly store: Pick<SnapshotStore, 'wasAdmitted'>
  readonly isLookedAtAgain: boolean
}

const DECIDED: readonly CommitState[] = ['served', 'held', 'refused', 'superseded']

/** Lets a pipeline wait for what becomes of its commit. */
export class CommitWatch {
  readonly #options: CommitWatchOptions
  readonly #closing = new AbortController()

  constructor(options: CommitWatchOptions) {
    this.#options = options
  }

  /** Whoever waits is told how far it has come by now, and nobody waits any more. */
  close(): void {
    this.#closing.abort()
  }

  /** Says how far a commit has come, as soon as that is decided, and after `waitMs` at the latest. */
  async await(commit: string, waitMs: number): Promise<CommitProgress> {
    const { sync, findQueued, store, clock } = this.#options
    const { signal } = this.#closing
    const deadline = clock.now() + waitMs
    for (;;) {
      const ended = untilEnded(sync, { clock, waitMs: deadline - clock.now(), signal })
      const status = sync.status()
      const isLookedAtAgain = [status.underWay?.trigger, findQueued()].some(isOperators)
      const state = await stateOf(commit, status, { store, isLookedAtAgain })
      if (DECIDED.includes(state) || clock.now() >= deadline || signal.aborted) {
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
  { store, isLookedAtAgain }: Deciding,
): Promise<CommitState> {
  if (desired?.commit === commit && (outcome === 'held' || outcome === 'refused')) {
    return isLookedAtAgain ? 'under-way' : outcome
  }
  if (served.some((environment) => environment.commit === commit)) return 'served'
  if (underWay?.commit === commit) return 'under-way'
  return (await store.wasAdmitted(commit).catch(() => false)) ? 'superseded' : 'unknown'
}

/** Whether a sync is for an operator's word, which may change what became of the newest commit. */
function isOperators(trigger: SyncTrigger | undefined): boolean {
  return trigger === 'accept' || trigger === 'retry'
}

interface Waiting {
  readonly clock: Clock
  readonly waitMs: number
  readonly signal: AbortSignal
}

function untilEnded(sync: Pick<SyncService, 'onEnded'>, { clock, waitMs, signal }: Waiting) {
  let settle = (): void => undefined
  const happened = new Promise<void>((resolve) => (settle = resolve))
  const stop = sync.onEnded(() => settle())
  const cancel = clock.schedule(Math.max(0, waitMs), () => settle())
  signal.addEventListener('abort', settle)
  const forget = (): void => {
    stop()
    cancel()
    signal.removeEventListener('abort', settle)
    settle()
  }
  void happened.then(forget)
  return { happened, forget }
}

import type { Clock } from '@evenkeel/core/clock'
import type { Commit } from '../../git/repository.ts'
import type { ServedSnapshots } from '../../snapshots/snapshot-service.ts'
import type { Logger } from '../../telemetry/logger.ts'
import { describeSyncFailure } from './describe-sync-failure.ts'
import type { Hold } from '../holds/hold.ts'
import type { ReconciliationMetrics } from './reconciliation-metrics.ts'
import type { Reconciler } from '../reconciler.ts'
import type {
  SyncAttempt,
  SyncAttemptStore,
  SyncFailure,
  SyncOutcome,
  SyncTrigger,
} from './sync-attempt-store.ts'
import { SyncLog } from './sync-log.ts'
import type { EnvironmentAhead, ServedCommit, SyncStatus } from './sync-status.ts'
import { describeSync } from './sync-status.ts'

/** Whom a sync is told to. */
export interface SyncReporting {
  readonly attempts: SyncAttemptStore
  readonly metrics: ReconciliationMetrics
  readonly logger: Logger
}

/** What a sync's status tells of beside the sync. */
export interface SyncSurroundings {
  readonly served: Pick<ServedSnapshots, 'list' | 'withheld'>
  /** Why the database cannot be used now. */
  readonly findDatabaseProblem: () => SyncFailure | undefined
  readonly findClientsAhead: () => readonly EnvironmentAhead[]
}

export interface SyncServiceOptions extends SyncReporting, SyncSurroundings {
  readonly reconciler: Pick<Reconciler, 'reconcile' | 'seen'>
  readonly clock: Clock
}

interface Result {
  readonly outcome: SyncOutcome
  readonly commit?: Commit
  readonly issues: SyncAttempt['issues']
  readonly holds: readonly Hold[]
  readonly error?: SyncFailure
}

/** Syncs, and tells of it: what changed is logged and recorded once, however often it is seen again. */
export class SyncService {
  private readonly options: SyncServiceOptions
  private readonly news: SyncLog
  private readonly listeners = new Set<() => void>()
  private underWay: { readonly since: Date; readonly trigger: SyncTrigger } | undefined
  private last: SyncAttempt | undefined
  private lastDecided: SyncAttempt | undefined
  private desired: Commit | undefined
  private holds: readonly Hold[] = []
  private lastSuccessAt: Date | undefined
  private recorded: string | undefined
  private isRecordFailing = false

  constructor(options: SyncServiceOptions) {
    this.options = options
    this.news = new SyncLog(options.logger)
  }

  /** Never rejects: what goes wrong is the outcome. */
  async sync(trigger: SyncTrigger): Promise<SyncOutcome> {
    const { clock, metrics, reconciler } = this.options
    const startedAt = new Date(clock.now())
    this.underWay = { since: startedAt, trigger }
    const { commit, holds, ...result } = await this.reconcile(trigger)
    const attempt: SyncAttempt = {
      ...result,
      ...(commit && { commit: commit.id }),
      startedAt,
      finishedAt: new Date(clock.now()),
      trigger,
    }
    this.underWay = undefined
    this.keep(attempt, commit, holds)
    const served = this.servedCommits()
    this.news.note(
      attempt,
      holds,
      served.map(({ environment }) => environment),
    )
    const finishedAtMs = attempt.finishedAt.getTime()
    metrics.syncFinished(attempt.outcome, finishedAtMs - startedAt.getTime())
    if (this.isServed(attempt.outcome)) metrics.succeeded(finishedAtMs)
    metrics.held(this.holds.length)
    metrics.commits(
      reconciler.seen?.id,
      new Map(served.map(({ environment, commit: id }) => [environment, id])),
    )
    for (const listener of this.listeners) listener()
    await this.record(attempt, holds)
    return attempt.outcome
  }

  status(): SyncStatus {
    const { reconciler, findDatabaseProblem, findClientsAhead } = this.options
    const commit = reconciler.seen?.id
    return describeSync({
      underWay: this.underWay && { ...this.underWay, ...(commit !== undefined && { commit }) },
      desired: this.desired,
      served: this.servedCommits(),
      withheld: this.options.served.withheld,
      lastAttempt: this.last,
      lastDecided: this.lastDecided,
      holds: this.holds,
      lastSuccessAt: this.lastSuccessAt,
      database: findDatabaseProblem(),
      clientsAhead: findClientsAhead(),
    })
  }

  /** Called when a sync has ended. Gives the way to stop. */
  onEnded(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private async reconcile(trigger: SyncTrigger): Promise<Result> {
    try {
      return await this.options.reconciler.reconcile({ force: trigger === 'retry' })
    } catch (error) {
      const failure = describeSyncFailure(error)
      if (failure.code === 'internal') this.options.logger.error('A sync failed unexpectedly', { error })
      return { outcome: 'failed', issues: [], holds: this.holds, error: failure }
    }
  }

  private keep(attempt: SyncAttempt, commit: Commit | undefined, holds: readonly Hold[]): void {
    this.last = attempt
    if (attempt.outcome === 'failed') {
      const { seen } = this.options.reconciler
      if (seen && seen.id !== this.desired?.id) this.turnTo(seen)
      return
    }
    this.lastDecided = attempt
    this.desired = commit ?? this.desired
    this.holds = holds
    if (this.isServed(attempt.outcome)) this.lastSuccessAt = attempt.finishedAt
  }

  /** Whether what was published is given out, too. */
  private isServed(outcome: SyncOutcome): boolean {
    return isSuccess(outcome) && this.options.served.withheld === undefined
  }

  /** A commit of which nothing is decided yet. */
  private turnTo(commit: Commit): void {
    this.desired = commit
    this.lastDecided = undefined
    this.holds = []
  }

  /** Polls that find nothing new are not recorded. What could not be recorded is when it can, if it still holds. */
  private async record(attempt: SyncAttempt, holds: readonly Hold[]): Promise<void> {
    const news = newsOf(attempt, holds)
    if (news === this.recorded && attempt.trigger !== 'retry') return
    try {
      await this.options.attempts.record(attempt)
      this.recorded = news
      this.isRecordFailing = false
    } catch (error) {
      if (!this.isRecordFailing) this.options.logger.warn('A sync could not be recorded', { error })
      this.isRecordFailing = true
    }
  }

  private servedCommits(): readonly ServedCommit[] {
    return this.options.served.list().map(({ stored: { environment, commit, epoch, sequence } }) => ({
      environment,
      commit,
      epoch,
      sequence,
    }))
  }
}

const isSuccess = (outcome: SyncOutcome): boolean => outcome === 'published' || outcome === 'unchanged'

/** The same for two attempts that tell an operator the same. */
function newsOf({ outcome, commit, error }: SyncAttempt, holds: readonly Hold[]): string {
  const held = holds.map(({ code, environment }) => [code, environment])
  return JSON.stringify([isSuccess(outcome) ? 'served' : outcome, commit, error?.code, error?.message, held])
}

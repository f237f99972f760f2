import type { Clock } from '@evenkeel/core/clock'
import { SnapshotError } from '@evenkeel/core/errors'
import type { Issue } from '@evenkeel/core/manifest'
import { RepositoryError, StoreError } from '../errors.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { ReconciliationMetrics } from './reconciliation-metrics.ts'
import type { Reconciler } from './reconciler.ts'
import type {
  SyncAttempt,
  SyncAttemptStore,
  SyncFailure,
  SyncOutcome,
  SyncTrigger,
} from './sync-attempt-store.ts'
import type { ServedCommit, SyncStatus } from './sync-status.ts'
import { countErrors, describeSync, shortId } from './sync-status.ts'

/** Whom a sync is told to. */
export interface SyncReporting {
  readonly attempts: SyncAttemptStore
  readonly metrics: ReconciliationMetrics
  readonly logger: Logger
}

export interface SyncServiceOptions extends SyncReporting {
  readonly reconciler: Pick<Reconciler, 'reconcile' | 'desired'>
  readonly served: Pick<ServedSnapshots, 'list'>
  readonly clock: Clock
}

/** The most issues that one log record holds; GET /v1/sync has them all. */
const MAX_LOGGED_ISSUES = 50

/** Syncs, and tells of it: what changed is logged and recorded once, however often it is seen again. */
export class SyncService {
  private readonly options: SyncServiceOptions
  private last: SyncAttempt | undefined
  private lastDecided: SyncAttempt | undefined
  private lastSuccessAt: Date | undefined
  private recorded: string | undefined
  private isRecordFailing = false
  private lastRefused: string | undefined

  constructor(options: SyncServiceOptions) {
    this.options = options
  }

  /** Never rejects: what goes wrong is the outcome. */
  async sync(trigger: SyncTrigger): Promise<SyncOutcome> {
    const { clock, metrics, reconciler } = this.options
    const startedAt = new Date(clock.now())
    const result = await this.reconcile(trigger)
    const attempt: SyncAttempt = { ...result, startedAt, finishedAt: new Date(clock.now()), trigger }
    this.log(attempt)
    this.last = attempt
    if (attempt.outcome !== 'failed') this.lastDecided = attempt
    if (isSuccess(attempt.outcome)) this.lastSuccessAt = attempt.finishedAt
    const durationMs = attempt.finishedAt.getTime() - startedAt.getTime()
    metrics.syncFinished(attempt.outcome, durationMs, attempt.finishedAt.getTime())
    metrics.commits(
      reconciler.desired?.id,
      new Map(this.servedCommits().map(({ environment, commit }) => [environment, commit])),
    )
    await this.record(attempt)
    return attempt.outcome
  }

  status(): SyncStatus {
    return describeSync({
      desired: this.options.reconciler.desired,
      served: this.servedCommits(),
      lastAttempt: this.last,
      lastDecided: this.lastDecided,
      lastSuccessAt: this.lastSuccessAt,
    })
  }

  private async reconcile(
    trigger: SyncTrigger,
  ): Promise<Pick<SyncAttempt, 'outcome' | 'commit' | 'issues' | 'error'>> {
    try {
      const { outcome, commit, issues } = await this.options.reconciler.reconcile({
        force: trigger === 'retry',
      })
      return { outcome, commit: commit.id, issues }
    } catch (error) {
      const failure = toFailure(error)
      const isNews = this.last?.error?.code !== failure.code || this.last.error.message !== failure.message
      if (isNews) {
        this.options.logger.error('The sync failed; what was served stays', { ...failure, error, trigger })
      }
      return { outcome: 'failed', issues: [], error: failure }
    }
  }

  private log(attempt: SyncAttempt): void {
    const { logger } = this.options
    const { outcome, commit, issues, trigger } = attempt
    if (this.last?.outcome === 'failed' && outcome !== 'failed')
      logger.info('Syncing works again', { commit })
    if (outcome === 'published') {
      const environments = this.servedCommits().map(({ environment }) => environment)
      logger.info(`Published commit ${shortId(commit ?? '')}`, { commit, environments, trigger })
    }
    const isNews = trigger === 'retry' || this.lastRefused !== commit
    if (outcome === 'refused' && isNews) {
      const words = `Refused commit ${shortId(commit ?? '')}: it has ${countErrors(issues)}; what was served stays`
      logger.error(words, { commit, issues: issues.slice(0, MAX_LOGGED_ISSUES).map(toLogged) })
    }
    if (outcome !== 'failed') this.lastRefused = outcome === 'refused' ? commit : undefined
  }

  /** Polls that find nothing new are not recorded. What could not be recorded is when it can, if it still holds. */
  private async record(attempt: SyncAttempt): Promise<void> {
    const news = newsOf(attempt)
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

const toLogged = ({ code, severity, message, file, line, column, hint }: Issue) => ({
  at: `${file}:${line}:${column}`,
  code,
  severity,
  message,
  hint,
})

/** The same for two attempts that tell an operator the same. */
function newsOf({ outcome, commit, error }: SyncAttempt): string {
  return JSON.stringify([isSuccess(outcome) ? 'served' : outcome, commit, error?.code, error?.message])
}

function toFailure(error: unknown): SyncFailure {
  if (error instanceof RepositoryError || error instanceof StoreError) {
    return { code: error.code, message: error.message, hint: error.hint }
  }
  if (error instanceof SnapshotError) {
    return {
      code: `snapshot-${error.code}`,
      message: `What was compiled cannot be read back: ${error.message}`,
      hint: 'This is a fault of the server: revert the commit, and report it.',
    }
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a fault of the server; its log has the stack.',
  }
}

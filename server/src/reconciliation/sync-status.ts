import type { Issue } from '@evenkeel/core/manifest'
import type { Commit } from '../git/repository.ts'
import type { SyncAttempt, SyncFailure, SyncOutcome } from './sync-attempt-store.ts'

export interface ServedCommit {
  readonly environment: string
  readonly commit: string
  readonly epoch: number
  readonly sequence: number
}

/** The answer to "is what I pushed live, and if not, why". Times are ISO 8601. */
export interface SyncStatus {
  /** `pending` until the first sync of this process has ended. */
  readonly outcome: SyncOutcome | 'pending'
  /** The same in words, with what is served meanwhile. */
  readonly message: string
  /** The newest commit seen in Git. */
  readonly desired?: {
    readonly commit: string
    readonly subject: string
    readonly author: string
    readonly committedAt: string
  }
  readonly served: readonly ServedCommit[]
  readonly lastAttemptAt?: string
  /** When the newest commit was last known to be the one served. */
  readonly lastSuccessAt?: string
  /** Of the newest commit: errors when it was refused, else warnings. */
  readonly issues: readonly Issue[]
  /** Why Git or the database could not be used. */
  readonly error?: SyncFailure
}

export interface SyncFacts {
  readonly desired: Commit | undefined
  readonly served: readonly ServedCommit[]
  readonly lastAttempt: SyncAttempt | undefined
  /** The last attempt that did not fail: what is known of the newest commit while Git or the database is away. */
  readonly lastDecided: SyncAttempt | undefined
  readonly lastSuccessAt: Date | undefined
}

export function describeSync(facts: SyncFacts): SyncStatus {
  const { desired, served, lastAttempt, lastSuccessAt } = facts
  const decided = facts.lastDecided?.commit === desired?.id ? facts.lastDecided : undefined
  return {
    outcome: lastAttempt?.outcome ?? 'pending',
    message: `${whatHappened(lastAttempt, decided)} ${whatIsServed(served)}`,
    ...(desired && {
      desired: {
        commit: desired.id,
        subject: desired.subject,
        author: desired.author,
        committedAt: new Date(desired.committedAt).toISOString(),
      },
    }),
    served,
    ...(lastAttempt && { lastAttemptAt: lastAttempt.finishedAt.toISOString() }),
    ...(lastSuccessAt && { lastSuccessAt: lastSuccessAt.toISOString() }),
    issues: decided?.issues ?? [],
    ...(lastAttempt?.error && { error: lastAttempt.error }),
  }
}

export const shortId = (commit: string): string => commit.slice(0, 12)

export const countErrors = (issues: readonly Issue[]): string => {
  const count = issues.filter(({ severity }) => severity === 'error').length
  return `${count} ${count === 1 ? 'error' : 'errors'}`
}

function whatHappened(last: SyncAttempt | undefined, decided: SyncAttempt | undefined): string {
  if (!last) return 'The first sync has not ended yet.'
  if (last.outcome === 'failed') {
    const why = `The last sync failed: ${last.error?.message ?? 'for no known reason'}. It is tried again by itself.`
    return decided?.outcome === 'refused' ? `${why} ${whatWasDecided(decided)}` : why
  }
  return whatWasDecided(last)
}

function whatWasDecided({ outcome, commit = '', issues }: SyncAttempt): string {
  return outcome === 'refused'
    ? `The newest commit ${shortId(commit)} was refused: it has ${countErrors(issues)}.`
    : `The newest commit ${shortId(commit)} is the one published.`
}

function whatIsServed(served: readonly ServedCommit[]): string {
  if (served.length === 0) return 'Nothing is served yet.'
  const list = served.map(({ environment, commit }) => `${environment} from commit ${shortId(commit)}`)
  return `Served: ${list.join(', ')}.`
}

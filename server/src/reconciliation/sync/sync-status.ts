import type { Issue } from '@evenkeel/core/manifest'
import type { Revision } from '@evenkeel/core/revision'
import type { ClientsAhead } from '../../fleet/fleet-instance.ts'
import type { Commit } from '../../git/repository.ts'
import type { Hold } from '../holds/hold.ts'
import type { SyncAttempt, SyncFailure, SyncOutcome, SyncTrigger } from './sync-attempt-store.ts'

export interface ServedCommit extends Revision {
  readonly environment: string
  readonly commit: string
}

/** Services of an environment that hold a newer revision than this server has. */
export interface EnvironmentAhead extends ClientsAhead {
  readonly environment: string
}

/**
 * The answer to "is what I pushed live, and if not, why". All of it but `underWay` and `served` speaks of the last sync
 * that ended. Times are ISO 8601.
 */
export interface SyncStatus {
  /** `pending` until the first sync of this process has ended. */
  readonly outcome: SyncOutcome | 'pending'
  /** The same in words, with what is served meanwhile. */
  readonly message: string
  /** The sync that has not ended yet, with the commit it is about once that is known. */
  readonly underWay?: { readonly since: string; readonly trigger: SyncTrigger; readonly commit?: string }
  /** The newest commit that a sync came to an end with, in whichever way. */
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
  /** What of the newest commit waits for an operator's word, and how it is given. */
  readonly holds: readonly Hold[]
  /** Why Git or the database could not be used, or the commit not be looked at. */
  readonly error?: SyncFailure
  /** Why the database cannot be used now; nothing can be published until it can. */
  readonly database?: SyncFailure
  /** Services that hold a newer revision than this server has, and so take nothing from it. */
  readonly clientsAhead?: readonly EnvironmentAhead[]
}

export interface SyncFacts {
  readonly underWay:
    { readonly since: Date; readonly trigger: SyncTrigger; readonly commit?: string } | undefined
  readonly served: readonly ServedCommit[]
  /** Why nothing is given out, whatever is published. */
  readonly withheld: string | undefined
  readonly lastAttempt: SyncAttempt | undefined
  /** The last attempt that did not fail: what is known of the newest commit while Git or the database is away. */
  readonly lastDecided: SyncAttempt | undefined
  /** The commit of `lastDecided`, or a newer one of which nothing could be decided. */
  readonly desired: Commit | undefined
  readonly holds: readonly Hold[]
  readonly lastSuccessAt: Date | undefined
  readonly database: SyncFailure | undefined
  readonly clientsAhead: readonly EnvironmentAhead[]
}

export function describeSync(facts: SyncFacts): SyncStatus {
  const { desired, served, lastAttempt, lastDecided, lastSuccessAt, holds, underWay, database } = facts
  return {
    outcome: lastAttempt?.outcome ?? 'pending',
    message: [whatHappened(facts), whatIsUnderWay(facts), whatIsServed(facts), ...whoIsAhead(facts)]
      .filter((sentence) => sentence !== '')
      .join(' '),
    ...(underWay && { underWay: { ...underWay, since: underWay.since.toISOString() } }),
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
    issues: lastDecided?.issues ?? [],
    holds,
    ...(lastAttempt?.error && { error: lastAttempt.error }),
    ...(database && { database: asData(database) }),
    ...(facts.clientsAhead.length > 0 && { clientsAhead: facts.clientsAhead }),
  }
}

export const shortId = (commit: string): string => commit.slice(0, 12)

export const countErrors = (issues: readonly Issue[]): string => {
  const count = issues.filter(({ severity }) => severity === 'error').length
  return `${count} ${count === 1 ? 'error' : 'errors'}`
}

/** Of an error, whose message is lost where it is written as JSON. */
const asData = ({ code, message, hint }: SyncFailure): SyncFailure => ({
  code,
  message,
  ...(hint !== undefined && { hint }),
})

function whatHappened({ lastAttempt, lastDecided, holds }: SyncFacts): string {
  if (!lastAttempt) return 'The first sync has not ended yet.'
  if (lastAttempt.outcome === 'failed') {
    const why = `The last sync failed: ${lastAttempt.error?.message ?? 'for no known reason'}. It is tried again by itself.`
    const isNoteworthy = lastDecided?.outcome === 'refused' || lastDecided?.outcome === 'held'
    return isNoteworthy ? `${why} ${whatWasDecided(lastDecided, holds)}` : why
  }
  return whatWasDecided(lastAttempt, holds)
}

function whatWasDecided({ outcome, commit, issues }: SyncAttempt, holds: readonly Hold[]): string {
  const newest = commit === undefined ? 'The branch' : `The newest commit ${shortId(commit)}`
  if (outcome === 'refused') return `${newest} was refused: it has ${countErrors(issues)}.`
  if (outcome === 'held') {
    const where = holds.flatMap(({ environment }) => environment ?? [])
    const what = where.length > 0 ? `is held for ${where.join(', ')}` : 'is held'
    return `${newest} ${what}: ${holds.map(({ message }) => message).join('; ')}.`
  }
  return `${newest} is the one published.`
}

function whatIsUnderWay({ underWay, desired }: SyncFacts): string {
  const { commit } = underWay ?? {}
  return commit === undefined || commit === desired?.id ? '' : `Commit ${shortId(commit)} is looked at now.`
}

function whatIsServed({ served, withheld }: SyncFacts): string {
  if (withheld !== undefined) return `Nothing is served: ${withheld}`
  if (served.length === 0) return 'Nothing is served yet.'
  const list = served.map(({ environment, commit }) => `${environment} from commit ${shortId(commit)}`)
  return `Served: ${list.join(', ')}.`
}

function whoIsAhead({ clientsAhead }: SyncFacts): readonly string[] {
  const count = clientsAhead.reduce((sum, { count: ahead }) => sum + ahead, 0)
  if (count === 0) return []
  return [
    `${count === 1 ? '1 service has a newer revision than this server and takes' : `${count} services have a newer revision than this server and take`} nothing from it: run evenkeel-server restore.`,
  ]
}

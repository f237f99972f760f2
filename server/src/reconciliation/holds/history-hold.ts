import type { HistoryPolicy } from '../../config/server-config.ts'
import type { Commit, Relation } from '../../git/repository.ts'
import { RepositoryError } from '../../errors.ts'
import type { Binding } from '../../reference/reference-store.ts'
import type { Hold, HoldCode } from './hold.ts'
import { acceptHint } from './accept-hint.ts'

export interface HistoryFacts {
  readonly commit: Commit
  /** The commit that newer ones are compared with. */
  readonly known: string
  readonly relation: Relation
  /** Whether the commit was admitted before some newer one. */
  readonly wasAdmitted: boolean
  readonly policy: HistoryPolicy
}

/** Why a tip is held for where it stands in history; undefined when it follows what was admitted. */
export function findHistoryHold(facts: HistoryFacts): Hold | undefined {
  const { commit, known, relation, wasAdmitted, policy } = facts
  if (relation === 'same' || relation === 'descendant') return undefined
  const tip = commit.id.slice(0, 12)
  const newest = known.slice(0, 12)
  const hold = (code: HoldCode, message: string, hint: string): Hold => ({
    code,
    commit: commit.id,
    message,
    hint: `${hint} ${acceptHint(commit.id)}`,
  })
  if (relation === 'ancestor' || wasAdmitted) {
    const how = relation === 'ancestor' ? 'is older than' : 'was admitted before'
    return hold(
      'rewound',
      `The branch is at ${tip}, which ${how} the newest admitted commit ${newest}`,
      'A mirror that is behind catches up by itself. To take changes back, push a revert.',
    )
  }
  if (policy === 'any') return undefined
  return relation === 'unrelated'
    ? hold(
        'unrelated-history',
        `The newest admitted commit ${newest} is not in the history of the branch's commit ${tip}: the branch was rewritten`,
        `Push the branch as it was, with the change on top.`,
      )
    : hold(
        'history-unknown',
        `The history of the branch's commit ${tip} was not followed far enough to find the newest admitted commit ${newest}`,
        'Too many commits lie between them, or the branch was rewritten.',
      )
}

/** A branch that was served and that is not there any more; undefined for any other failure. */
export function findVanishedHold(error: unknown, known: string | undefined): Hold | undefined {
  if (!(error instanceof RepositoryError) || known === undefined) return undefined
  if (error.code !== 'branch-not-found' && error.code !== 'repository-empty') return undefined
  return { code: 'branch-vanished', message: error.message, hint: error.hint }
}

/** A database that belongs to another history. */
export function findBindingHold(
  theirs: Binding | undefined,
  ours: Binding,
  commit: string,
): Hold | undefined {
  if (theirs === undefined || isSameBinding(theirs, ours)) return undefined
  return {
    code: 'other-repository',
    commit,
    message: `The database belongs to ${describeBinding(theirs)}, and this server follows ${describeBinding(ours)}`,
    hint: `Correct EVENKEEL_REPO, EVENKEEL_BRANCH and EVENKEEL_PATH, or DATABASE_URL. To move the database to what this server follows: POST /v1/sync/accept {"commit": "${commit}", "rebind": true}`,
  }
}

export const isSameBinding = (a: Binding, b: Binding): boolean =>
  a.repository === b.repository && a.branch === b.branch && a.path === b.path

const describeBinding = ({ repository, branch, path }: Binding): string =>
  `branch ${branch}${path === '' ? '' : ` and folder ${path}`} of ${repository}`

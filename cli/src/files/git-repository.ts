import fs from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import git from 'isomorphic-git'
import { OperationError, UsageError } from '../errors.ts'

/** The Git repository around a configuration. Nothing of it is ever written. */
export interface GitRepository {
  /** Where objects and branches are. */
  readonly gitdir: string
  /** Where HEAD is; another folder than `gitdir` in a linked work tree. */
  readonly headdir: string
  /** Where in the work tree the configuration is, with `/`; empty when at the top. */
  readonly prefix: string
  /** Objects that isomorphic-git has read. */
  readonly cache: object
}

/** Undefined when `root` is not in a Git work tree. */
export async function findGitRepository(root: string): Promise<GitRepository | undefined> {
  const real = await realpath(root)
  const top = await git.findRoot({ fs, filepath: real }).catch(() => undefined)
  if (top === undefined) return undefined
  const headdir = await resolveHeadDirectory(join(top, '.git'))
  const common = await readFile(join(headdir, 'commondir'), 'utf8').catch(() => undefined)
  return {
    headdir,
    gitdir: common === undefined ? headdir : resolve(headdir, common.trim()),
    prefix: relative(top, real).split(sep).join('/'),
    cache: {},
  }
}

/** `.git` is a folder, or in linked work trees and submodules a file that names one. */
async function resolveHeadDirectory(dotGit: string): Promise<string> {
  if (fs.statSync(dotGit).isDirectory()) return dotGit
  const named = /^gitdir: (.+)$/m.exec(await readFile(dotGit, 'utf8'))?.[1]
  if (named === undefined) throw new OperationError('git', `${dotGit} does not name a Git folder`)
  return resolve(dotGit, '..', named.trim())
}

/**
 * The full id of the commit that `revision` names: HEAD, a branch, a remote's branch, a tag, a full or short id, each
 * with `~n` and `^` after it. Throws UsageError when there is none.
 */
export async function resolveCommit(repository: GitRepository, revision: string): Promise<string> {
  const [, base = revision, steps = ''] = /^(.+?)((?:~\d*|\^)*)$/.exec(revision) ?? []
  let commit = await peelToCommit(repository, await resolveBase(repository, base), revision)
  for (let step = countParents(steps); step > 0; step--) {
    commit = await firstParent(repository, commit, revision)
  }
  return commit
}

/** Undefined for a repository without a commit. */
export async function findHeadCommit(repository: GitRepository): Promise<string | undefined> {
  return resolveHead(repository).catch(() => undefined)
}

function countParents(steps: string): number {
  return [...steps.matchAll(/~(\d*)|\^/g)].reduce((sum, [, count]) => sum + (count ? Number(count) : 1), 0)
}

async function resolveBase(repository: GitRepository, base: string): Promise<string> {
  const { gitdir, cache } = repository
  const named = await (
    base === 'HEAD' ? resolveHead(repository) : git.resolveRef({ fs, gitdir, ref: base })
  ).catch(() => undefined)
  if (named !== undefined) return named
  const expanded = /^[0-9a-f]{4,40}$/.test(base)
    ? await git.expandOid({ fs, gitdir, cache, oid: base }).catch(() => undefined)
    : undefined
  if (expanded !== undefined) return expanded
  if (base === 'HEAD') {
    throw new UsageError(
      'there is no commit yet',
      'commit the configuration, and there is something to compare',
    )
  }
  throw new UsageError(
    `Git knows no revision ${base}`,
    'a branch, a tag, a commit id or HEAD~1; a branch of the remote is origin/<branch> and may have to be fetched first',
  )
}

async function resolveHead({ gitdir, headdir }: GitRepository): Promise<string> {
  const head = (await readFile(join(headdir, 'HEAD'), 'utf8')).trim()
  return head.startsWith('ref: ') ? git.resolveRef({ fs, gitdir, ref: head.slice('ref: '.length) }) : head
}

async function peelToCommit(
  { gitdir, cache }: GitRepository,
  oid: string,
  revision: string,
): Promise<string> {
  try {
    return (await git.readCommit({ fs, gitdir, cache, oid })).oid
  } catch (error) {
    throw new UsageError(`${revision} names no commit that is here: ${messageOf(error)}`, SHALLOW_HINT)
  }
}

async function firstParent(repository: GitRepository, oid: string, revision: string): Promise<string> {
  const { gitdir, cache } = repository
  const { commit } = await git.readCommit({ fs, gitdir, cache, oid })
  const [parent] = commit.parent
  if (parent === undefined) throw new UsageError(`${revision} goes back beyond the first commit`)
  return peelToCommit(repository, parent, revision)
}

const SHALLOW_HINT =
  'a shallow clone holds only the newest commits: fetch the others (in GitHub Actions, actions/checkout with fetch-depth: 0)'

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

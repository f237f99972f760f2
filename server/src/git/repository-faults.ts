import { RepositoryError } from '../errors.ts'

/** Every way in which Git cannot be read, in the words an operator sees. */

export function repositoryNotFound(where: string, hint: string): RepositoryError {
  return new RepositoryError('repository-not-found', `There is no Git repository at ${where}`, hint)
}

export function repositoryEmpty(where: string, branch: string): RepositoryError {
  return new RepositoryError(
    'repository-empty',
    `The repository ${where} has no commits yet`,
    `Push a first commit to the branch ${branch}; it is picked up by itself.`,
  )
}

export function branchNotFound(where: string, branch: string, branches: readonly string[]): RepositoryError {
  const shown = branches.slice(0, 10).join(', ')
  const more = branches.length > 10 ? ` and ${branches.length - 10} more` : ''
  return new RepositoryError(
    'branch-not-found',
    `The repository ${where} has no branch ${branch}`,
    `It has ${shown}${more}. Push the branch again, or set EVENKEEL_BRANCH.`,
  )
}

export function pathNotFound(path: string, commit: string): RepositoryError {
  return new RepositoryError(
    'path-not-found',
    `The commit ${commit.slice(0, 12)} has no folder ${path}`,
    'Push the folder again, or set EVENKEEL_PATH to the folder that holds evenkeel.yaml.',
  )
}

const LARGE_FILE_HINT = 'Keep large files out of the folders that evenkeel.yaml includes.'

export function blobTooLarge(oid: string, bytes: number, maxBytes: number): RepositoryError {
  return new RepositoryError(
    'too-large',
    `The file with object id ${oid.slice(0, 12)} has ${bytes} bytes; at most ${maxBytes} are read`,
    LARGE_FILE_HINT,
  )
}

/** Of an object that Git keeps as a change to a larger one. */
export function chainTooLarge(oid: string, bytes: number, maxBytes: number): RepositoryError {
  return new RepositoryError(
    'too-large',
    `Reading the object ${oid.slice(0, 12)} takes another one of ${bytes} bytes; at most ${maxBytes} are read`,
    LARGE_FILE_HINT,
  )
}

/** Of an object that is not found where others were left out when they were transferred. */
export function objectLeftOut(oid: string): RepositoryError {
  return new RepositoryError(
    'too-large',
    `The object ${oid.slice(0, 12)} came as a change to one that is too large to be read`,
    LARGE_FILE_HINT,
  )
}

export function commitTooLarge(commit: string, bytes: number, maxBytes: number): RepositoryError {
  return new RepositoryError(
    'too-large',
    `The commit ${commit.slice(0, 12)} itself has ${bytes} bytes; at most ${maxBytes} are read`,
    'Push a commit with a shorter message.',
  )
}

/** `what` says the limit: `200000 files and folders`. */
export function treeTooLarge(commit: string, what: string): RepositoryError {
  return new RepositoryError(
    'too-large',
    `The commit ${commit.slice(0, 12)} has more than ${what}`,
    'Set EVENKEEL_PATH to the folder that holds evenkeel.yaml, so that only it is read.',
  )
}

/** `limit` in words: `512 MiB`. */
export function transferTooLarge(where: string, limit: string): RepositoryError {
  return new RepositoryError(
    'repository-unreachable',
    `${where} sent more than ${limit}, and the transfer was ended`,
    'Keep configuration in a repository of its own, or take large files out of the newest commit. It is tried again by itself.',
  )
}

/** Of what arrived whole as far as the network can tell, but is not what Git sends. */
export function transferBroken(where: string, why: string, cause?: unknown): RepositoryError {
  return new RepositoryError(
    'repository-unreachable',
    `${where} sent a transfer that is broken, and nothing of it was kept: ${why}`,
    'It is tried again by itself. If it stays so, look at proxies on the way, and run `git fsck` at the Git host.',
    { cause },
  )
}

/** `words` are those of the Git host. */
export function transferRefused(where: string, words: string): RepositoryError {
  return unreachable(
    where,
    `it ended the transfer, saying: ${words}`,
    'It is tried again by itself. If it stays so, look at the state of the Git host.',
  )
}

export function repositoryCorrupt(where: string, cause: unknown, hint: string): RepositoryError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new RepositoryError('repository-corrupt', `An object of ${where} cannot be read: ${detail}`, hint, {
    cause,
  })
}

export function unauthorized(where: string, status: number, hasToken: boolean): RepositoryError {
  return new RepositoryError(
    'repository-unauthorized',
    `${where} refused ${hasToken ? 'the access token' : 'to be read without credentials'} (HTTP ${status})`,
    hasToken
      ? 'Check that EVENKEEL_REPO_TOKEN has not expired and may read this repository.'
      : 'Set EVENKEEL_REPO_TOKEN to a token that may read this repository.',
  )
}

export function remoteNotFound(where: string, hasToken: boolean): RepositoryError {
  return repositoryNotFound(
    where,
    hasToken
      ? 'Check EVENKEEL_REPO. Git hosts give this answer also when the token may not see a private repository.'
      : 'Check EVENKEEL_REPO; for a private repository set EVENKEEL_REPO_TOKEN.',
  )
}

export function notGit(where: string): RepositoryError {
  return repositoryNotFound(
    where,
    'It answers, but not as a Git server: check that EVENKEEL_REPO is the address one would clone from.',
  )
}

export function movedElsewhere(where: string, host: string): RepositoryError {
  return new RepositoryError(
    'repository-unreachable',
    `${where} redirects to ${host}, which is not followed, so that the token stays with the host it was given for`,
    'Set EVENKEEL_REPO to the address the repository has now.',
  )
}

export function unreachable(where: string, why: string, hint: string, cause?: unknown): RepositoryError {
  return new RepositoryError('repository-unreachable', `${where} cannot be reached: ${why}`, hint, { cause })
}

export function timedOut(where: string, timeoutMs: number, what: string): RepositoryError {
  return unreachable(
    where,
    `${what} within ${Math.round(timeoutMs / 1000)} s`,
    'It is tried again by itself. If it stays so, check the network and the Git host.',
  )
}

export function copyNotWritten(directory: string, cause: unknown): RepositoryError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new RepositoryError(
    'repository-unreachable',
    `The copy of the repository in ${directory} cannot be written: ${detail}`,
    'Check the free space and the permissions of EVENKEEL_DATA_DIR.',
    { cause },
  )
}

export function shuttingDown(where: string): RepositoryError {
  return unreachable(where, 'the server is shutting down', 'It is tried again at the next start.')
}

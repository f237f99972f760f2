import type { FileTree } from '@evenkeel/core/admission'
import { ROOT_DOCUMENT } from '@evenkeel/core/admission'
import type { CheckedManifests } from '@evenkeel/core/manifest'
import { displayPath } from '../display-path.ts'
import { UsageError } from '../errors.ts'
import { findGitRepository, resolveCommit } from '../files/git-repository.ts'
import { gitTree } from '../files/git-tree.ts'
import { workingTree } from '../files/working-tree.ts'
import type { Host } from '../host.ts'
import { requireManifests } from '../required-manifests.ts'

/** One side of a comparison. */
export interface ReadRevision {
  /** `main (4f2a9c1e)`, or `the work tree`. */
  readonly name: string
  /** Absent for a commit from before there was a configuration. */
  readonly manifests: CheckedManifests | undefined
}

/** Reads what `revision` names, or the work tree. Throws UsageError for an unknown revision. */
export async function readRevision(
  host: Host,
  root: string,
  revision: string | undefined,
): Promise<ReadRevision> {
  if (revision === undefined) return readTree(host, root, { name: 'the work tree', tree: workingTree(root) })
  const repository = await findGitRepository(root)
  if (repository === undefined) {
    throw new UsageError(
      'this configuration is not in a Git repository, so there is nothing to compare with',
      'start one with `git init`, and commit',
    )
  }
  const commit = await resolveCommit(repository, revision)
  const id = commit.slice(0, 8)
  const name = commit.startsWith(revision) ? id : `${revision} (${id})`
  return readTree(host, root, { name, tree: gitTree(repository, commit) })
}

async function readTree(
  host: Host,
  root: string,
  { name, tree }: { name: string; tree: FileTree },
): Promise<ReadRevision> {
  const entries = await tree.list()
  if (!entries.some(({ path }) => path === ROOT_DOCUMENT)) return { name, manifests: undefined }
  const called = (file: string) => displayPath(host.cwd, root, file)
  return { name, manifests: await requireManifests({ tree, name, displayPath: called }) }
}

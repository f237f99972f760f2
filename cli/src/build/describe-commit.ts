import type { FileTree } from '@evenkeel/core/admission'
import { admitTree } from '@evenkeel/core/admission'
import type { CheckedManifests } from '@evenkeel/core/manifest'
import { compileTree } from '../compiled-tree.ts'
import { findGitRepository, findHeadCommit } from '../files/git-repository.ts'
import { gitTree } from '../files/git-tree.ts'
import { nodePlatform } from '../node-platform.ts'

/**
 * The commit that a work tree's build is of: the id of HEAD when HEAD would serve exactly the same, that with
 * `-dirty` when it would not, `uncommitted` where there is no commit at all.
 */
export async function describeCommit(
  root: string,
  manifests: CheckedManifests,
  environment: string,
): Promise<string> {
  const repository = await findGitRepository(root)
  const head = repository && (await findHeadCommit(repository))
  if (repository === undefined || head === undefined) return 'uncommitted'
  const committed = await findContentHash(gitTree(repository, head), environment)
  return committed === compileTree(manifests, environment).contentHash ? head : `${head}-dirty`
}

async function findContentHash(tree: FileTree, environment: string): Promise<string | undefined> {
  const { manifests } = await admitTree(tree, nodePlatform)
  return manifests?.environments.has(environment)
    ? compileTree(manifests, environment).contentHash
    : undefined
}

import type { AdmissionPlatform } from '@evenkeel/core/admission'
import { AdmissionMemory, admitTree } from '@evenkeel/core/admission'
import type { Compilation, PackedContent } from '@evenkeel/core/compilation'
import type { Issue } from '@evenkeel/core/manifest'
import type { ObjectId, Repository } from '../git/repository.ts'
import { CommitTree, NO_KNOWN_FILES } from './commit-tree.ts'

/** What is kept of one commit for the next, which has most of it too. */
export class CommitMemory {
  files = NO_KNOWN_FILES
  readonly admission = new AdmissionMemory()
}

export interface CommitToAdmit {
  readonly repository: Repository
  readonly commit: ObjectId
  readonly memory: CommitMemory
  readonly platform: AdmissionPlatform
}

export interface AdmittedCommit {
  readonly issues: readonly Issue[]
  /** Of every environment, with its content in raw deflate; absent when the commit is refused. */
  readonly compilations?: readonly (Compilation & { readonly packed: PackedContent })[]
}

/** Reads, admits and compiles a commit. Throws RepositoryError. */
export async function admitCommit(input: CommitToAdmit): Promise<AdmittedCommit> {
  const { repository, commit, memory, platform } = input
  const tree = new CommitTree(repository, commit, memory.files)
  const admission = await admitTree(tree, platform, { commit, memory: memory.admission })
  memory.files = tree.known
  const { issues, compilations, packed } = admission
  if (!compilations || !packed) return { issues }
  return {
    issues,
    compilations: Array.from(compilations, ([environment, compilation]) => {
      const content = packed.get(environment)
      if (!content) throw new Error(`The content of ${environment} was not packed`)
      return { ...compilation, packed: content }
    }),
  }
}

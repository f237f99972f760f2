import type { AdmissionPlatform } from '@evenkeel/core/admission'
import { admitTree } from '@evenkeel/core/admission'
import type { Compilation } from '@evenkeel/core/compilation'
import { CompilationCache, compileEnvironment } from '@evenkeel/core/compilation'
import type { Issue } from '@evenkeel/core/manifest'
import type { ObjectId, Repository } from '../git/repository.ts'
import { CommitTree, NO_KNOWN_FILES } from '../reconciliation/commit-tree.ts'

/** What is kept of one admission for the next, whose commit has most of it too. */
export class AdmissionMemory {
  files = NO_KNOWN_FILES
  readonly compiled = new CompilationCache()
}

export interface AdmissionInput {
  readonly repository: Repository
  readonly commit: ObjectId
  readonly memory: AdmissionMemory
  readonly platform: AdmissionPlatform
}

export interface AdmittedCommit {
  readonly issues: readonly Issue[]
  /** Of every environment; absent when the commit is refused. */
  readonly compilations?: readonly Compilation[]
}

/** Reads, admits and compiles a commit. Throws RepositoryError. */
export async function admitCommit(input: AdmissionInput): Promise<AdmittedCommit> {
  const { repository, commit, memory, platform } = input
  const tree = new CommitTree(repository, commit, memory.files)
  const { manifests, issues } = await admitTree(tree, platform)
  memory.files = tree.known
  if (!manifests) return { issues }
  const compile = (environment: string): Compilation =>
    compileEnvironment({ manifests, environment, commit, sha256: platform.sha256, previous: memory.compiled })
  return { issues, compilations: [...manifests.environments.keys()].map(compile) }
}

import { admitTree } from '@evenkeel/core/admission'
import type { Compilation } from '@evenkeel/core/compilation'
import type { Environment, Issue } from '@evenkeel/core/manifest'
import type { Deflate, Sha256, Snapshot } from '@evenkeel/core/snapshot'
import { compileSnapshot, writeSnapshot } from '@evenkeel/core/snapshot'
import type { ObjectId, Repository } from '../git/repository.ts'
import { CommitTree, NO_KNOWN_FILES } from '../reconciliation/commit-tree.ts'

/** What is kept of one admission for the next, whose commit has most of it too. */
export class AdmissionMemory {
  files = NO_KNOWN_FILES
}

export interface AdmissionInput {
  readonly repository: Repository
  readonly commit: ObjectId
  readonly memory: AdmissionMemory
  readonly platform: { readonly sha256: Sha256; readonly deflate: Deflate }
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
  const compilations = [...manifests.environments.values()].map(({ manifest }) => {
    const environment = manifest.metadata.name
    const place = { environment, commit, epoch: 1, sequence: 1, overrides: new Map() }
    return toCompilation(manifest, compileSnapshot({ manifests, ...place, sha256: platform.sha256 }))
  })
  return { issues, compilations }
}

function toCompilation(environment: Environment, snapshot: Snapshot): Compilation {
  const text = writeSnapshot(snapshot)
  return {
    formatVersion: snapshot.formatVersion,
    environment: snapshot.environment,
    commit: snapshot.revision.commit,
    content: text.slice(text.indexOf('\n') + 1),
    contentHash: snapshot.contentHash,
    summary: {
      boundaries: snapshot.boundaries,
      ...(snapshot.privateAttributes && { privateAttributes: snapshot.privateAttributes }),
      flags: snapshot.flags.size,
      segments: snapshot.segments.size,
      configs: snapshot.configs.size,
    },
    frameBytes: environment.capacity.frameKiB * 1024,
  }
}

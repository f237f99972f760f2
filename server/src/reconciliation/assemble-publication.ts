import { ROOT_DOCUMENT } from '@evenkeel/core/admission'
import { compileSnapshot } from '@evenkeel/core/compilation'
import type { CheckedManifests, Environment, Issue } from '@evenkeel/core/manifest'
import type { Deflate, Sha256 } from '@evenkeel/core/snapshot'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import type { Commit } from '../git/repository.ts'
import type { Publication, StoredSnapshot } from '../snapshots/snapshot-store.ts'

const FIRST_EPOCH = 1

/** A place in the order of publications. */
export interface Place {
  readonly environment: string
  readonly epoch: number
  readonly sequence: number
}

export interface AssemblyInput {
  readonly commit: Commit
  readonly manifests: CheckedManifests
  /** What is published now. */
  readonly heads: readonly StoredSnapshot[]
  /** What this process serves, which is newer than `heads` after the database was restored from a backup. */
  readonly served: readonly Place[]
  readonly publishedAt: Date
  readonly platform: { readonly sha256: Sha256; readonly deflate: Deflate }
}

/**
 * The next snapshot of every environment that the commit has, to be published over `heads`. Undefined when every
 * one of them is at this commit already. Where more was served than the heads know of, a new epoch begins, because
 * SDKs take nothing older than what they have.
 */
export function assemblePublication(input: AssemblyInput): Publication | undefined {
  const { commit, manifests, heads, served } = input
  const headOf = new Map(heads.map((head) => [head.environment, head]))
  const environments = [...manifests.environments.values()].map(({ manifest }) => manifest)
  const isPublished = environments.every(({ metadata }) => headOf.get(metadata.name)?.commit === commit.id)
  if (isPublished && !areBehind(heads, served)) return undefined
  const epoch = nextEpoch(heads, served)
  return {
    commit: commit.id,
    committedAt: new Date(commit.committedAt),
    subject: commit.subject,
    author: commit.author,
    snapshots: environments.map((environment) => assembleSnapshot(input, environment, epoch)),
    expectedHeads: environments.map(({ metadata: { name } }) => {
      const head = headOf.get(name)
      return {
        environment: name,
        ...(head && { head: { epoch: head.epoch, sequence: head.sequence } }),
      }
    }),
  }
}

/** Whether something is served that `heads` do not know of. */
export function areBehind(heads: readonly Place[], served: readonly Place[]): boolean {
  return served.some((place) => {
    const head = heads.find(({ environment }) => environment === place.environment)
    return !head || head.epoch < place.epoch || (head.epoch === place.epoch && head.sequence < place.sequence)
  })
}

function nextEpoch(heads: readonly Place[], served: readonly Place[]): number {
  const newest = Math.max(FIRST_EPOCH, ...[...heads, ...served].map(({ epoch }) => epoch))
  return areBehind(heads, served) ? newest + 1 : newest
}

function assembleSnapshot(input: AssemblyInput, environment: Environment, epoch: number): StoredSnapshot {
  const { commit, manifests, heads, publishedAt, platform } = input
  const { name } = environment.metadata
  const head = heads.find((held) => held.environment === name && held.epoch === epoch)
  const snapshot = compileSnapshot({
    manifests,
    environment: name,
    commit: commit.id,
    epoch,
    sequence: (head?.sequence ?? 0) + 1,
    sha256: platform.sha256,
  })
  const text = new TextEncoder().encode(writeSnapshot(snapshot))
  return {
    environment: name,
    epoch,
    sequence: snapshot.revision.sequence,
    commit: commit.id,
    stateHash: snapshot.revision.stateHash,
    contentHash: snapshot.contentHash,
    payload: platform.deflate(text),
    inflatedLength: text.length,
    frameBytes: environment.capacity.frameKiB * 1024,
    publishedAt,
  }
}

/** A warning for every environment that is served and that the commit does not have (any more). */
export function noticeLeftEnvironments(
  manifests: CheckedManifests,
  heads: readonly StoredSnapshot[],
): readonly Issue[] {
  return heads
    .filter(({ environment }) => !manifests.environments.has(environment))
    .map(({ environment, commit }) => ({
      code: 'environment-left-behind',
      severity: 'warning',
      message: `The environment ${environment} is no longer in the repository; what commit ${commit.slice(0, 12)} gave it is still served`,
      file: ROOT_DOCUMENT,
      line: 1,
      column: 1,
      path: '',
      hint: `Services may still be connected to it. Add the Environment document again to change what they get.`,
    }))
}

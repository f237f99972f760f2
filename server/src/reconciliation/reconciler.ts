import { admitTree } from '@evenkeel/core/admission'
import type { Clock } from '@evenkeel/core/clock'
import { SnapshotError } from '@evenkeel/core/errors'
import type { Issue } from '@evenkeel/core/manifest'
import type { Deflate, DeflateBlock, Sha256 } from '@evenkeel/core/snapshot'
import { StoreError } from '../errors.ts'
import type { Commit, ObjectId, Repository } from '../git/repository.ts'
import type { ServedSnapshots, SnapshotInstaller } from '../snapshots/snapshot-service.ts'
import type { SnapshotStore, StoredSnapshot } from '../snapshots/snapshot-store.ts'
import { areBehind, assemblePublication, noticeLeftEnvironments } from './assemble-publication.ts'
import { CommitTree, NO_KNOWN_FILES } from './commit-tree.ts'

/** What became of the newest commit. `issues` holds errors exactly when it was refused; otherwise warnings. */
export interface Reconciliation {
  readonly outcome: 'published' | 'unchanged' | 'refused'
  readonly commit: Commit
  readonly issues: readonly Issue[]
}

export interface ReconcilerOptions {
  readonly repository: Repository
  readonly store: SnapshotStore
  readonly installer: SnapshotInstaller
  readonly served: Pick<ServedSnapshots, 'list'>
  readonly clock: Clock
  readonly platform: {
    readonly sha256: Sha256
    readonly deflate: Deflate
    readonly deflateBlock: DeflateBlock
  }
}

const MAX_CONFLICTS = 5

/**
 * Brings the live state to the desired one: fetch, admit, compile, publish, install. What is served changes only in
 * the last step, and only to what was published.
 */
export class Reconciler {
  private readonly options: ReconcilerOptions
  private decided: Reconciliation | undefined
  private heads: readonly StoredSnapshot[] | undefined
  private unreadableHead: SnapshotError | undefined
  private knownFiles = NO_KNOWN_FILES
  private seen: Commit | undefined

  constructor(options: ReconcilerOptions) {
    this.options = options
  }

  /** The newest commit that was seen, whatever became of it. */
  get desired(): Commit | undefined {
    return this.seen
  }

  /**
   * A commit that was decided on before is not looked at again, unless by force. Throws RepositoryError, StoreError
   * or SnapshotError, with what is served as it was.
   */
  async reconcile({ force }: { readonly force: boolean }): Promise<Reconciliation> {
    for (let round = 0; round < MAX_CONFLICTS; round++) {
      // Heads are read before the branch: whoever publishes a newer commit meanwhile makes ours a conflict.
      const heads = await this.readHeads()
      const commit = await this.options.repository.fetchHead()
      this.seen = commit
      if (!force && this.decided?.commit.id === commit.id) return again(this.decided)
      const decided = await this.decide(commit, heads, force)
      if (decided !== 'conflict') {
        this.decided = decided
        return decided
      }
      this.heads = undefined
    }
    throw new StoreError(
      `Another replica published first, ${MAX_CONFLICTS} times in a row`,
      'It is tried again by itself. If it stays so, look for a replica whose clock or branch differs.',
    )
  }

  private async decide(
    commit: Commit,
    heads: readonly StoredSnapshot[],
    force: boolean,
  ): Promise<Reconciliation | 'conflict'> {
    const served = this.options.served.list().map(({ stored }) => stored)
    const isPublished = heads.length > 0 && heads.every((head) => head.commit === commit.id)
    if (isPublished && !areBehind(heads, served) && !force) return this.unchanged(commit, [])
    const { manifests, issues } = await this.admit(commit.id)
    if (!manifests) return { outcome: 'refused', commit, issues }
    const { clock, platform, store, installer } = this.options
    const publishedAt = new Date(clock.now())
    const publication = assemblePublication({ commit, manifests, heads, served, publishedAt, platform })
    const warnings = [...issues, ...noticeLeftEnvironments(manifests, heads)]
    if (!publication) return this.unchanged(commit, warnings)
    if ((await store.publish(publication)) === 'conflict') return 'conflict'
    this.heads = undefined
    await installer.install(publication.snapshots)
    this.heads = withNewer(heads, publication.snapshots)
    return { outcome: 'published', commit, issues: warnings }
  }

  private async admit(commit: ObjectId): ReturnType<typeof admitTree> {
    const tree = new CommitTree(this.options.repository, commit, this.knownFiles)
    const admission = await admitTree(tree, this.options.platform)
    this.knownFiles = tree.known
    return admission
  }

  private unchanged(commit: Commit, issues: readonly Issue[]): Reconciliation {
    if (this.unreadableHead) {
      this.heads = undefined
      throw this.unreadableHead
    }
    return { outcome: 'unchanged', commit, issues }
  }

  /** Reads the heads once, and serves them: whatever Git holds, what was published last is served. */
  private async readHeads(): Promise<readonly StoredSnapshot[]> {
    if (this.heads) return this.heads
    const heads = await this.options.store.findHeads()
    this.unreadableHead = undefined
    for (const head of heads) {
      await this.options.installer.install([head]).catch((error: unknown) => {
        if (!(error instanceof SnapshotError)) throw error
        this.unreadableHead = error
      })
    }
    this.heads = heads
    return heads
  }
}

function again(decided: Reconciliation): Reconciliation {
  return decided.outcome === 'published' ? { ...decided, outcome: 'unchanged' } : decided
}

function withNewer(
  heads: readonly StoredSnapshot[],
  newer: readonly StoredSnapshot[],
): readonly StoredSnapshot[] {
  const replaced = new Set(newer.map(({ environment }) => environment))
  return [...heads.filter(({ environment }) => !replaced.has(environment)), ...newer]
}

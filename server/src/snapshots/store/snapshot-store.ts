import type { Revision } from '@evenkeel/core/revision'
import type { Transaction } from '../../database/unit-of-work.ts'
import type { StoredCompilation, StoredRevision } from './stored-revision.ts'
import type { EnvironmentRevision } from './stored-snapshot.ts'

export type { EnvironmentRevision, StoredSnapshot } from './stored-snapshot.ts'

/** Injection token of the SnapshotStore. */
export const SNAPSHOT_STORE = Symbol('SnapshotStore')

/** Which snapshot of an environment is the newest. */
export interface Head extends EnvironmentRevision {
  /** The commit, as a full object id, that the environment's base is held at; absent where it is the newest. */
  readonly pin?: string
}

/** Where an environment's head was when a publication was prepared; absent for its first one. */
export interface ExpectedHead {
  readonly environment: string
  readonly head?: Revision
}

export interface CommitDescription {
  /** Full object id. */
  readonly commit: string
  readonly committedAt: Date
  readonly subject: string
  readonly author: string
}

/** Revisions that are published together or not at all. */
export interface Publication {
  /** Of the commit that is newly admitted; absent where only operations changed. */
  readonly admitted?: CommitDescription
  readonly revisions: readonly StoredRevision[]
  readonly expectedHeads: readonly ExpectedHead[]
}

/** What `prune` leaves, besides what is needed still. */
export interface PruneLimits {
  /** The publications of so many newest commits stay, however old. */
  readonly keepCommits: number
  /** Publications since then stay, of however many commits. */
  readonly keepSince: Date
}

/**
 * The truth about what is served. An environment that a later commit no longer has keeps its head. All of it throws
 * StoreError.
 */
export interface SnapshotStore {
  /**
   * The newest revision of every environment, by environment name. The base of one that was published before bases
   * were kept is made from its snapshot, and has no companion.
   */
  findHeads(): Promise<readonly StoredRevision[]>
  /** Where the heads are, without what is in them, for asking often. */
  findHeadRevisions(): Promise<readonly Head[]>
  /**
   * In one transaction (its own, or the one the store is bound to): compilations that are not there yet, or not with
   * this content and companion; snapshots; operations, which replace those of the publication's environments; and every
   * head moved by compare-and-set. Gives `conflict`, with nothing written, when another publisher moved a head first.
   */
  publish(publication: Publication): Promise<'published' | 'conflict'>
  /** Puts compilations, of commits that are published already, in the place of what is kept. */
  replaceCompilations(compilations: readonly StoredCompilation[]): Promise<void>
  /** Whether an environment was published with exactly this base content, as far back as is kept. */
  wasPublished(environment: string, contentHash: string): Promise<boolean>
  /** Whether a commit was ever admitted. */
  wasAdmitted(commit: string): Promise<boolean>
  /**
   * Forgets publications that are beyond both limits, a few at a time; never those of a commit that a head has as its
   * base or is pinned to. Gives how many snapshots were forgotten.
   */
  prune(limits: PruneLimits): Promise<number>
  within(tx: Transaction): SnapshotStore
}

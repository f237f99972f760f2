import type { TreeEntry } from '@evenkeel/core/admission'

/** A full, lower-case object id. */
export type ObjectId = string

export interface Commit {
  readonly id: ObjectId
  /** First line of the message. */
  readonly subject: string
  readonly author: string
  /** Milliseconds since the epoch. */
  readonly committedAt: number
}

/** An entry of a commit's tree. */
export interface RepositoryEntry extends TreeEntry {
  readonly oid: ObjectId
}

/**
 * How a branch's tip stands to a commit that was its tip before. same: it is that commit. descendant: that commit is in
 * its history. ancestor: it is in that commit's history (the branch went back). unrelated: the whole history of the tip
 * was looked through, or it shares an ancestor with that commit, and that commit is not in it (a rewritten branch).
 * unknown: more history than is fetched would be needed to say.
 */
export type Relation = 'same' | 'descendant' | 'ancestor' | 'unrelated' | 'unknown'

/** Read access to one branch of a Git repository, through its object store; there is never a work tree. */
export interface Repository {
  /**
   * Brings the branch's newest commit within reach, asking the remote first whether there is one, and transferring
   * only what is missing. Throws RepositoryError.
   */
  fetchHead(): Promise<Commit>
  /**
   * How `tip`, which `fetchHead` gave, stands to `known`, which need not be within reach. Brings as much of the tip's
   * history within reach as that takes, up to a bound. Throws RepositoryError.
   */
  relate(tip: ObjectId, known: ObjectId): Promise<Relation>
  /** Every file below the configured path, recursively, with paths relative to it. Throws RepositoryError. */
  listFiles(commit: ObjectId): Promise<readonly RepositoryEntry[]>
  /** The length of a blob, from its header: nothing is inflated for it. Throws RepositoryError. */
  readBlobSize(oid: ObjectId): Promise<number>
  /** The content of a blob. Throws RepositoryError `too-large` beyond `maxBytes`, before it is inflated. */
  readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array>
  /** Ends what is under way, which fails, and frees what is held. */
  close(): Promise<void>
}

import type { TreeEntry } from '@evenkeel/core/admission'

/** Injection token of the process's Repository. */
export const REPOSITORY = Symbol('Repository')

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

/** Read access to one branch of a Git repository, through its object store; there is never a work tree. */
export interface Repository {
  /**
   * Brings the branch's newest commit within reach, asking the remote first whether there is one, and transferring
   * only what is missing. Throws RepositoryError.
   */
  fetchHead(): Promise<Commit>
  /** Every file below the configured path, recursively, with paths relative to it. Throws RepositoryError. */
  listFiles(commit: ObjectId): Promise<readonly RepositoryEntry[]>
  /** The content of a blob. Throws RepositoryError `too-large` beyond `maxBytes`, before it is all in memory where it can. */
  readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array>
  /** Ends what is under way, which fails, and frees what is held. */
  close(): Promise<void>
}

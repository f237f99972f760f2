import { RepositoryError } from '../errors.ts'
import { relate } from './history/relate.ts'
import type { ObjectType, StoredObject } from './objects/git-object.ts'
import { ObjectDatabase } from './objects/object-database.ts'
import { ObjectTooLarge } from './objects/object-too-large.ts'
import type { ParsedCommit } from './objects/parse-commit.ts'
import { parseCommit } from './objects/parse-commit.ts'
import { parseTree } from './objects/parse-tree.ts'
import type { Commit, ObjectId, Relation, RepositoryEntry } from './repository.ts'
import {
  blobTooLarge,
  chainTooLarge,
  commitTooLarge,
  objectLeftOut,
  pathNotFound,
  repositoryCorrupt,
} from './repository-faults.ts'
import type { Tree, Trees } from './tree-listing.ts'
import { TreeListing } from './tree-listing.ts'

const MAX_COMMIT_BYTES = 1024 * 1024
const MAX_MEASURED = 20_000

export interface ObjectStoreOptions {
  /** The folder that holds `objects/`. */
  readonly gitdir: string
  /** How the repository is called in messages. */
  readonly where: string
  /** What an operator can do about an object that cannot be read. */
  readonly corruptHint: string
}

/** Reads commits, trees and blobs of a repository on disk, each no larger than it may be: sizes come first. */
export class ObjectStore {
  readonly #options: ObjectStoreOptions
  readonly #database: ObjectDatabase
  #trees: Trees = new Map()
  /** Blobs that were measured, which are read next. */
  readonly #measured = new Map<ObjectId, StoredObject>()

  constructor(options: ObjectStoreOptions) {
    this.#options = options
    this.#database = new ObjectDatabase(options.gitdir)
  }

  get gitdir(): string {
    return this.#options.gitdir
  }

  /** Forgets what was read of files, which may have changed. */
  release(): void {
    this.#database.release()
    this.#measured.clear()
  }

  /** For deltas of a transfer that build on what is here. */
  async findObject(oid: ObjectId): Promise<StoredObject | undefined> {
    const found = await this.#reading(() => this.#database.find(oid))
    return found && { ...found, read: () => this.#reading(found.read) }
  }

  /** Whether there are objects that cannot be found, because they are too large to be read. */
  async leavesOut(): Promise<boolean> {
    return this.#reading(() => this.#database.leavesOut())
  }

  async hasCommit(oid: ObjectId): Promise<boolean> {
    return (await this.findObject(oid))?.type === 'commit'
  }

  async readCommit(oid: ObjectId): Promise<Commit> {
    const { id, subject, author, committedAt } = await this.#parseCommit(oid)
    return { id, subject, author, committedAt }
  }

  /** How two commits stand as far as their history is here; looks at `maxCommits` at most. */
  async relate(tip: ObjectId, known: ObjectId, maxCommits: number): Promise<Relation> {
    return relate({ tip, known, maxCommits, findParents: (commit) => this.#findParents(commit) })
  }

  /** Every file below the folder `path` ('' for all), with paths relative to it. Unchanged trees are not read again. */
  async listFiles(commit: ObjectId, path: string): Promise<readonly RepositoryEntry[]> {
    const listing = new TreeListing(commit, this.#trees, (oid, maxBytes) => this.#readTree(oid, maxBytes))
    const root = await listing.findFolder((await this.#parseCommit(commit)).tree, path)
    if (root === undefined) throw pathNotFound(path, commit)
    const files = await listing.list(root)
    this.#trees = listing.trees
    return files
  }

  async readBlobSize(oid: ObjectId): Promise<number> {
    const blob = await this.#require(oid, 'blob')
    if (this.#measured.size < MAX_MEASURED) this.#measured.set(oid, blob)
    return blob.size
  }

  async readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array> {
    const blob = this.#measured.get(oid) ?? (await this.#require(oid, 'blob'))
    this.#measured.delete(oid)
    if (blob.size > maxBytes) throw blobTooLarge(oid, blob.size, maxBytes)
    return this.#read(oid, blob)
  }

  async #readTree(oid: ObjectId, maxBytes: number): Promise<Tree | undefined> {
    const tree = await this.#require(oid, 'tree')
    if (tree.size > maxBytes) return undefined
    const content = await this.#read(oid, tree)
    return this.#reading(() => ({ bytes: tree.size, items: parseTree(content) }))
  }

  async #parseCommit(oid: ObjectId): Promise<ParsedCommit> {
    const commit = await this.#require(oid, 'commit')
    if (commit.size > MAX_COMMIT_BYTES) throw commitTooLarge(oid, commit.size, MAX_COMMIT_BYTES)
    const content = await this.#read(oid, commit)
    return this.#reading(() => parseCommit(oid, content))
  }

  /** Undefined for a commit that is not here, and for one that is too large to look into. */
  async #findParents(oid: ObjectId): Promise<readonly ObjectId[] | undefined> {
    const commit = await this.findObject(oid)
    if (commit?.type !== 'commit' || commit.size > MAX_COMMIT_BYTES) return undefined
    const content = await this.#read(oid, commit)
    return this.#reading(() => parseCommit(oid, content).parents)
  }

  async #require(oid: ObjectId, type: ObjectType): Promise<StoredObject> {
    const found = await this.findObject(oid)
    if (!found && (await this.leavesOut())) throw objectLeftOut(oid)
    if (!found) throw this.#corrupt(new Error(`${oid} is not there`))
    if (found.type !== type) throw this.#corrupt(new Error(`${oid} is a ${found.type}, not a ${type}`))
    return found
  }

  async #read(oid: ObjectId, object: StoredObject): Promise<Buffer> {
    try {
      return await object.read()
    } catch (error) {
      if (error instanceof ObjectTooLarge) throw chainTooLarge(oid, error.bytes, error.maxBytes)
      throw error
    }
  }

  async #reading<T>(read: () => T | Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (error) {
      if (error instanceof RepositoryError || error instanceof ObjectTooLarge) throw error
      throw this.#corrupt(error)
    }
  }

  #corrupt(cause: unknown): RepositoryError {
    return repositoryCorrupt(this.#options.where, cause, this.#options.corruptHint)
  }
}

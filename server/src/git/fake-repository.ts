import { createHash } from 'node:crypto'
import type { RepositoryError } from '../errors.ts'
import { relate } from './history/relate.ts'
import type { Commit, ObjectId, Relation, Repository, RepositoryEntry } from './repository.ts'
import {
  blobTooLarge,
  branchNotFound,
  pathNotFound,
  repositoryCorrupt,
  repositoryEmpty,
} from './repository-faults.ts'

/** New content by path; `null` removes the file, and everything below a folder. */
export type FakeChanges = Readonly<Record<string, string | Uint8Array | FakeLink | null>>
/** What a tree can hold besides files; the text is a symlink's target or a submodule's commit. */
interface FakeLink {
  readonly type: 'symlink' | 'submodule'
  readonly target: string
}

interface FakeFile {
  readonly type: RepositoryEntry['type']
  readonly bytes: Uint8Array
}
type Files = ReadonlyMap<string, FakeFile>

export interface FakeRepositoryOptions {
  readonly branch?: string
  readonly path?: string
  /** A repository that was made before, as if opened once more. */
  readonly over?: FakeRepository
  /** The most commits of a history that are looked at. */
  readonly maxHistory?: number
}

interface FakeCommit {
  readonly commit: Commit
  readonly parents: readonly ObjectId[]
  readonly files: Files
}

/** A repository in memory with one branch, `main`, and the means to change it. */
export class FakeRepository implements Repository {
  /** What was asked of it, for tests that count. */
  readonly asked = { heads: 0, relations: 0, lists: 0, sizes: 0, blobs: 0 }
  readonly #branch: string
  readonly #path: string
  readonly #maxHistory: number
  readonly #history: { tip: ObjectId | undefined; readonly commits: Map<ObjectId, FakeCommit> }
  #failure: RepositoryError | undefined

  constructor(options: FakeRepositoryOptions = {}) {
    this.#branch = options.branch ?? 'main'
    this.#path = options.path ?? ''
    this.#maxHistory = options.maxHistory ?? 10_000
    this.#history = options.over ? options.over.#history : { tip: undefined, commits: new Map() }
  }

  /** Commits on top of the branch; gives the commit's full id. */
  commit(message: string, changes: FakeChanges): ObjectId {
    return this.commitOn(this.#tips(), message, changes)
  }

  /** Commits over the files of the first of `parents`, and moves the branch there. Without parents, it is a root. */
  commitOn(parents: readonly ObjectId[], message: string, changes: FakeChanges): ObjectId {
    const files = new Map(this.#filesOf(parents[0]))
    for (const [path, change] of Object.entries(changes)) {
      for (const held of [...files.keys()]) {
        if (held === path || held.startsWith(`${path}/`)) files.delete(held)
      }
      if (change !== null) files.set(path, toFile(change))
    }
    return this.#add(message, parents, files)
  }

  /** Commits the tree that an earlier commit had. */
  restore(message: string, commit: ObjectId): ObjectId {
    return this.#add(message, this.#tips(), this.#filesOf(commit))
  }

  /** Moves the branch to any commit, as a forced push does. */
  resetTo(commit: ObjectId): void {
    this.#history.tip = commit
  }

  deleteBranch(): void {
    this.#history.tip = undefined
  }

  /** Everything fails with `error` until `recover`. */
  failWith(error: RepositoryError): void {
    this.#failure = error
  }

  recover(): void {
    this.#failure = undefined
  }

  async fetchHead(): Promise<Commit> {
    this.asked.heads++
    await this.#reach()
    const { tip, commits } = this.#history
    if (tip === undefined && commits.size > 0) throw branchNotFound('memory', this.#branch, ['other'])
    if (tip === undefined) throw repositoryEmpty('memory', this.#branch)
    if (this.#branch !== 'main') throw branchNotFound('memory', this.#branch, ['main'])
    return this.#find(tip).commit
  }

  async relate(tip: ObjectId, known: ObjectId): Promise<Relation> {
    this.asked.relations++
    await this.#reach()
    const findParents = (commit: ObjectId) => Promise.resolve(this.#history.commits.get(commit)?.parents)
    return relate({ tip, known, maxCommits: this.#maxHistory, findParents })
  }

  async listFiles(commit: ObjectId): Promise<readonly RepositoryEntry[]> {
    this.asked.lists++
    await this.#reach()
    const folder = this.#path === '' ? '' : `${this.#path}/`
    const entries = [...this.#find(commit).files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, { type, bytes }]) => ({ path: path.slice(folder.length), type, oid: blobId(bytes) }))
    if (folder !== '' && entries.length === 0) throw pathNotFound(this.#path, commit)
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  async readBlobSize(oid: ObjectId): Promise<number> {
    this.asked.sizes++
    await this.#reach()
    return this.#findBlob(oid).length
  }

  async readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array> {
    this.asked.blobs++
    await this.#reach()
    const bytes = this.#findBlob(oid)
    if (bytes.length > maxBytes) throw blobTooLarge(oid, bytes.length, maxBytes)
    return bytes
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #add(message: string, parents: readonly ObjectId[], files: Files): ObjectId {
    const { commits } = this.#history
    const id = createHash('sha1').update(`${commits.size} ${message}`).digest('hex')
    const [subject = ''] = message.split('\n')
    const committedAt = Date.parse('2026-11-01T00:00:00Z') + commits.size * 60_000
    const commit = { id, subject, author: 'Ada Example <ada@example.com>', committedAt }
    commits.set(id, { commit, parents, files })
    this.#history.tip = id
    return id
  }

  #tips(): readonly ObjectId[] {
    return this.#history.tip === undefined ? [] : [this.#history.tip]
  }

  #find(commit: ObjectId): FakeCommit {
    const found = this.#history.commits.get(commit)
    if (!found) throw repositoryCorrupt('memory', `${commit} is not there`, 'Commit it first.')
    return found
  }

  #findBlob(oid: ObjectId): Uint8Array {
    for (const { files } of this.#history.commits.values()) {
      for (const { bytes } of files.values()) if (blobId(bytes) === oid) return bytes
    }
    throw repositoryCorrupt('memory', `${oid} is not there`, 'Commit it first.')
  }

  #filesOf(commit: ObjectId | undefined): Files {
    return commit === undefined ? new Map() : this.#find(commit).files
  }

  async #reach(): Promise<void> {
    await Promise.resolve()
    if (this.#failure) throw this.#failure
  }
}

function toFile(change: string | Uint8Array | FakeLink): FakeFile {
  if (typeof change === 'string') return { type: 'file', bytes: Buffer.from(change) }
  if (change instanceof Uint8Array) return { type: 'file', bytes: change }
  return { type: change.type, bytes: Buffer.from(change.target) }
}

/** As Git computes it. */
function blobId(bytes: Uint8Array): ObjectId {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

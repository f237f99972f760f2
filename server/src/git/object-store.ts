import fs from 'node:fs'
import git from 'isomorphic-git'
import { RepositoryError } from '../errors.ts'
import { readLooseBlob } from './loose-object.ts'
import type { Commit, ObjectId, RepositoryEntry } from './repository.ts'
import { blobTooLarge, pathNotFound, repositoryCorrupt, treeTooLarge } from './repository-faults.ts'

/** The most files and folders that are listed below the configured path. */
const MAX_TREE_ENTRIES = 200_000
const MAX_SUBJECT_LENGTH = 200

type Tree = Awaited<ReturnType<typeof git.readTree>>['tree']

export interface ObjectStoreOptions {
  /** The folder that holds `objects/`. */
  readonly gitdir: string
  /** How the repository is called in messages. */
  readonly where: string
  /** What an operator can do about an object that cannot be read. */
  readonly corruptHint: string
}

/**
 * Reads commits, trees and blobs from a Git object store on disk.
 *
 * A blob of its own file is inflated no further than its limit. A packed one is inflated before its size is known,
 * and its pack is held in memory until `releasePacks`.
 */
export class ObjectStore {
  readonly #options: ObjectStoreOptions
  #packs: object = {}
  #trees: ReadonlyMap<ObjectId, Tree> = new Map()

  constructor(options: ObjectStoreOptions) {
    this.#options = options
  }

  get gitdir(): string {
    return this.#options.gitdir
  }

  /** Forgets the packs that were read into memory. */
  releasePacks(): void {
    this.#packs = {}
  }

  async hasCommit(oid: ObjectId): Promise<boolean> {
    try {
      await git.readCommit({ fs, gitdir: this.gitdir, cache: this.#packs, oid })
      return true
    } catch {
      return false
    }
  }

  async readCommit(oid: ObjectId): Promise<Commit> {
    const { commit } = await this.#reading(() =>
      git.readCommit({ fs, gitdir: this.gitdir, cache: this.#packs, oid }),
    )
    const [firstLine = ''] = commit.message.split('\n')
    return {
      id: oid,
      subject: firstLine.slice(0, MAX_SUBJECT_LENGTH),
      author: `${commit.author.name} <${commit.author.email}>`,
      committedAt: commit.committer.timestamp * 1000,
    }
  }

  /** Every file below the folder `path` ('' for all), with paths relative to it. Unchanged trees are not read again. */
  async listFiles(commit: ObjectId, path: string): Promise<readonly RepositoryEntry[]> {
    const root = await this.#findFolder(commit, path)
    const visited = new Map<ObjectId, Tree>()
    const files: RepositoryEntry[] = []
    const folders: { readonly prefix: string; readonly oid: ObjectId }[] = [{ prefix: '', oid: root }]
    let entries = 0
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      const tree = visited.get(folder.oid) ?? (await this.#readTree(folder.oid))
      visited.set(folder.oid, tree)
      entries += tree.length
      if (entries > MAX_TREE_ENTRIES) throw treeTooLarge(commit, MAX_TREE_ENTRIES)
      for (const { path: name, type, mode, oid } of tree) {
        const at = folder.prefix + name
        if (type === 'tree') folders.push({ prefix: `${at}/`, oid })
        else if (type === 'commit') files.push({ path: at, type: 'submodule', oid })
        else files.push({ path: at, type: mode === '120000' ? 'symlink' : 'file', oid })
      }
    }
    this.#trees = visited
    return files.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  async readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array> {
    return this.#reading(async () => {
      const loose = await readLooseBlob(this.gitdir, oid, maxBytes)
      if (loose) return loose
      const { blob } = await git.readBlob({ fs, gitdir: this.gitdir, cache: this.#packs, oid })
      if (blob.length > maxBytes) throw blobTooLarge(oid, blob.length, maxBytes)
      return blob
    })
  }

  async #findFolder(commit: ObjectId, path: string): Promise<ObjectId> {
    const read = await this.#reading(() =>
      git.readCommit({ fs, gitdir: this.gitdir, cache: this.#packs, oid: commit }),
    )
    let oid = read.commit.tree
    for (const name of path.split('/').filter((segment) => segment !== '' && segment !== '.')) {
      const entry = (await this.#readTree(oid)).find((held) => held.path === name)
      if (entry?.type !== 'tree') throw pathNotFound(path, commit)
      oid = entry.oid
    }
    return oid
  }

  async #readTree(oid: ObjectId): Promise<Tree> {
    const known = this.#trees.get(oid)
    if (known) return known
    const { tree } = await this.#reading(() =>
      git.readTree({ fs, gitdir: this.gitdir, cache: this.#packs, oid }),
    )
    return tree
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (error) {
      if (error instanceof RepositoryError) throw error
      throw repositoryCorrupt(this.#options.where, error, this.#options.corruptHint)
    }
  }
}

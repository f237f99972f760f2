import type { TreeItem } from './objects/parse-tree.ts'
import type { ObjectId, RepositoryEntry } from './repository.ts'
import { treeTooLarge } from './repository-faults.ts'

/** The most files and folders that are listed below the configured path. */
const MAX_TREE_ENTRIES = 200_000
const MAX_TREE_BYTES = 32 * 1024 * 1024
/** Of distinct trees, and of paths: a name may be long, and a folder may be at many paths. */
const MAX_LISTING_BYTES = 64 * 1024 * 1024

export interface Tree {
  readonly bytes: number
  readonly items: readonly TreeItem[]
}
export type Trees = ReadonlyMap<ObjectId, Tree>

/** Undefined for a tree beyond `maxBytes`. */
export type ReadTree = (oid: ObjectId, maxBytes: number) => Promise<Tree | undefined>

/** Lists the files of one commit, which shares most of its trees with the one that was listed before. */
export class TreeListing {
  readonly #commit: ObjectId
  readonly #readTree: ReadTree
  readonly #before: Trees
  readonly #trees = new Map<ObjectId, Tree>()
  #entries = 0
  #bytes = 0

  constructor(commit: ObjectId, before: Trees, readTree: ReadTree) {
    this.#commit = commit
    this.#before = before
    this.#readTree = readTree
  }

  /** Those that were listed. */
  get trees(): Trees {
    return this.#trees
  }

  /** The tree at `path` below `root`. */
  async findFolder(root: ObjectId, path: string): Promise<ObjectId | undefined> {
    let oid = root
    for (const name of path.split('/').filter((segment) => segment !== '' && segment !== '.')) {
      const entry = (await this.#require(oid)).items.find((held) => held.name === name)
      if (entry?.type !== 'tree') return undefined
      oid = entry.oid
    }
    return oid
  }

  /** Throws RepositoryError `too-large`. */
  async list(root: ObjectId): Promise<readonly RepositoryEntry[]> {
    const files: RepositoryEntry[] = []
    const folders: { readonly prefix: string; readonly oid: ObjectId }[] = [{ prefix: '', oid: root }]
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      for (const { name, type, oid } of (await this.#count(folder.oid)).items) {
        const path = folder.prefix + name
        this.#add(path.length)
        if (type === 'tree') folders.push({ prefix: `${path}/`, oid })
        else files.push({ path, type, oid })
      }
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  async #count(oid: ObjectId): Promise<Tree> {
    const isNew = !this.#trees.has(oid)
    const tree = await this.#require(oid)
    this.#trees.set(oid, tree)
    this.#entries += tree.items.length
    if (this.#entries > MAX_TREE_ENTRIES)
      throw treeTooLarge(this.#commit, `${MAX_TREE_ENTRIES} files and folders`)
    if (isNew) this.#add(tree.bytes)
    return tree
  }

  #add(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > MAX_LISTING_BYTES)
      throw treeTooLarge(this.#commit, `${MAX_LISTING_BYTES} bytes of names`)
  }

  async #require(oid: ObjectId): Promise<Tree> {
    const tree = this.#trees.get(oid) ?? this.#before.get(oid) ?? (await this.#readTree(oid, MAX_TREE_BYTES))
    if (!tree) throw treeTooLarge(this.#commit, `${MAX_TREE_BYTES} bytes in one folder`)
    return tree
  }
}

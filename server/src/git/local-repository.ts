import fs from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import git from 'isomorphic-git'
import { ObjectStore } from './object-store.ts'
import type { Commit, ObjectId, Relation, Repository, RepositoryEntry } from './repository.ts'
import { branchNotFound, repositoryEmpty, repositoryNotFound } from './repository-faults.ts'

export interface LocalRepositoryOptions {
  /** A bare repository, a folder with `.git`, or a linked work tree. */
  readonly directory: string
  readonly branch: string
  readonly path: string
  /** The most commits that are looked at to say how one stands to another. */
  readonly maxHistory?: number
}

const MAX_HISTORY = 200_000

/** A repository on this machine, read from its object store: what is committed, never what is checked out. */
export class LocalRepository implements Repository {
  readonly #options: LocalRepositoryOptions
  #store: ObjectStore | undefined

  constructor(options: LocalRepositoryOptions) {
    this.#options = options
  }

  async fetchHead(): Promise<Commit> {
    const store = await this.#findStore()
    store.release()
    return store.readCommit(await this.#findTip(store.gitdir))
  }

  async listFiles(commit: ObjectId): Promise<readonly RepositoryEntry[]> {
    return (await this.#knownStore()).listFiles(commit, this.#options.path)
  }

  async relate(tip: ObjectId, known: ObjectId): Promise<Relation> {
    return (await this.#knownStore()).relate(tip, known, this.#options.maxHistory ?? MAX_HISTORY)
  }

  async readBlobSize(oid: ObjectId): Promise<number> {
    return (await this.#knownStore()).readBlobSize(oid)
  }

  async readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array> {
    return (await this.#knownStore()).readBlob(oid, maxBytes)
  }

  close(): Promise<void> {
    this.#store = undefined
    return Promise.resolve()
  }

  /** Where the newest commit was found: looking again for every object would cost more than reading it. */
  async #knownStore(): Promise<ObjectStore> {
    return this.#store ?? this.#findStore()
  }

  async #findStore(): Promise<ObjectStore> {
    const { directory } = this.#options
    const gitdir = await findGitDirectory(directory)
    if (gitdir === undefined) {
      throw repositoryNotFound(
        directory,
        'Check EVENKEEL_REPO and that the folder may be read; `git init` makes a repository.',
      )
    }
    if (this.#store?.gitdir !== gitdir) {
      const corruptHint = 'Run `git fsck` there; a fresh clone from where it came from repairs it.'
      this.#store = new ObjectStore({ gitdir, where: directory, corruptHint })
    }
    return this.#store
  }

  async #findTip(gitdir: string): Promise<ObjectId> {
    const { branch, directory } = this.#options
    try {
      return await git.resolveRef({ fs, gitdir, ref: `refs/heads/${branch}` })
    } catch {
      const branches = await git.listBranches({ fs, gitdir })
      throw branches.length === 0
        ? repositoryEmpty(directory, branch)
        : branchNotFound(directory, branch, branches)
    }
  }
}

/** Where the objects and branches are: the repository itself, its `.git`, or what a linked work tree points to. */
async function findGitDirectory(directory: string): Promise<string | undefined> {
  const link = /^gitdir: (.+)$/m.exec(await textOf(join(directory, '.git')))?.[1]
  const candidates = [link === undefined ? join(directory, '.git') : resolve(directory, link), directory]
  for (const candidate of candidates) {
    const commonDirectory = (await textOf(join(candidate, 'commondir'))).trim()
    const gitdir = resolve(candidate, commonDirectory)
    if ((await isDirectory(join(gitdir, 'objects'))) && (await isDirectory(join(gitdir, 'refs'))))
      return gitdir
  }
  return undefined
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

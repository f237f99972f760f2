import fs from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import git from 'isomorphic-git'
import { RepositoryError } from '../errors.ts'
import type { TransferLimits } from './git-http-client.ts'
import { GitHttpClient } from './git-http-client.ts'
import { ObjectStore } from './object-store.ts'
import type { Commit, ObjectId, Repository, RepositoryEntry } from './repository.ts'
import { branchNotFound, copyNotWritten, notGit, repositoryEmpty, shuttingDown } from './repository-faults.ts'

export interface RemoteRepositoryOptions {
  /** Without credentials. */
  readonly url: string
  readonly token?: string
  readonly branch: string
  readonly path: string
  /** Holds the bare object store; made when it is not there. */
  readonly directory: string
  readonly clock: Clock
  readonly limits?: TransferLimits
  /** How many transfers are kept side by side before a fresh store replaces them. */
  readonly maxPacks?: number
}

/** A pack is held in memory while it is received and indexed, so this bounds memory too. */
export const TRANSFER_LIMITS: TransferLimits = {
  idleTimeoutMs: 30_000,
  totalTimeoutMs: 10 * 60_000,
  maxBytes: 512 * 1024 * 1024,
}
const MAX_PACKS = 50
/** Asking for a branch costs a page of text; only a server gone wrong says more. */
const MAX_REFS_BYTES = 16 * 1024 * 1024
const REMOTE = 'origin'

/**
 * A repository behind smart HTTP. Asks for the branch's commit first and transfers only when it moved: one commit
 * deep, and only objects that are not here already. A store that is damaged or has grown is replaced by a fresh one.
 */
export class RemoteRepository implements Repository {
  readonly #options: RemoteRepositoryOptions
  readonly #limits: TransferLimits
  #store: ObjectStore
  #damaged = false
  readonly #closing = new AbortController()

  constructor(options: RemoteRepositoryOptions) {
    this.#options = options
    this.#limits = options.limits ?? TRANSFER_LIMITS
    this.#store = this.#storeAt(options.directory)
  }

  async fetchHead(): Promise<Commit> {
    this.#store.releasePacks()
    const tip = await this.#fetchTip()
    if (!this.#damaged && (await this.#store.hasCommit(tip)))
      return this.#noticing(() => this.#store.readCommit(tip))
    const transferred = await this.#transfer()
    return this.#noticing(() => this.#store.readCommit(transferred))
  }

  async listFiles(commit: ObjectId): Promise<readonly RepositoryEntry[]> {
    return this.#noticing(() => this.#store.listFiles(commit, this.#options.path))
  }

  async readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array> {
    return this.#noticing(() => this.#store.readBlob(oid, maxBytes))
  }

  close(): Promise<void> {
    this.#closing.abort(shuttingDown(this.#options.url))
    this.#store.releasePacks()
    return Promise.resolve()
  }

  async #fetchTip(): Promise<ObjectId> {
    const { url, branch } = this.#options
    const ref = `refs/heads/${branch}`
    const tip = (await this.#listRefs(ref)).find((found) => found.ref === ref)
    if (tip) return tip.oid
    const branches = (await this.#listRefs('refs/heads/')).map((found) =>
      found.ref.slice('refs/heads/'.length),
    )
    throw branches.length === 0 ? repositoryEmpty(url, branch) : branchNotFound(url, branch, branches)
  }

  async #listRefs(prefix: string): Promise<Awaited<ReturnType<typeof git.listServerRefs>>> {
    const http = this.#client({ ...this.#limits, maxBytes: Math.min(this.#limits.maxBytes, MAX_REFS_BYTES) })
    return this.#asking(http, () => git.listServerRefs({ http, url: this.#options.url, prefix }))
  }

  /** Gives the commit that arrived, which may be newer than the one that was asked about. */
  async #transfer(): Promise<ObjectId> {
    const { directory } = this.#options
    if (!this.#damaged && (await countPacks(directory)) < (this.#options.maxPacks ?? MAX_PACKS)) {
      return this.#transferInto(directory)
    }
    const next = `${directory}.next`
    await rm(next, { recursive: true, force: true })
    const tip = await this.#transferInto(next)
    await rm(directory, { recursive: true, force: true })
    await rename(next, directory)
    this.#store = this.#storeAt(directory)
    this.#damaged = false
    return tip
  }

  async #transferInto(gitdir: string): Promise<ObjectId> {
    const { url, branch } = this.#options
    const http = this.#client(this.#limits)
    const { fetchHead } = await this.#asking(http, async () => {
      await mkdir(dirname(gitdir), { recursive: true })
      await git.init({ fs, gitdir, bare: true })
      await git.addRemote({ fs, gitdir, remote: REMOTE, url, force: true })
      return git.fetch({
        fs,
        http,
        gitdir,
        url,
        remote: REMOTE,
        ref: `${REMOTE}/${branch}`,
        remoteRef: `refs/heads/${branch}`,
        singleBranch: true,
        tags: false,
        depth: 1,
      })
    })
    if (fetchHead === null) throw repositoryEmpty(url, branch)
    return fetchHead
  }

  #client(limits: TransferLimits): GitHttpClient {
    const { url, token, clock } = this.#options
    const { signal } = this.#closing
    return new GitHttpClient({ url, clock, limits, signal, ...(token === undefined ? {} : { token }) })
  }

  /** Whatever isomorphic-git says of a failed transfer, the client knows why it failed. */
  async #asking<T>(http: GitHttpClient, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      if (http.failure) throw http.failure
      if (error instanceof RepositoryError) throw error
      if (isDiskError(error)) throw copyNotWritten(this.#options.directory, error)
      throw notGit(this.#options.url)
    }
  }

  #storeAt(gitdir: string): ObjectStore {
    const corruptHint = 'It is transferred afresh at the next sync; if this comes back, check the disk.'
    return new ObjectStore({ gitdir, where: `the copy of ${this.#options.url} in ${gitdir}`, corruptHint })
  }

  async #noticing<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (error) {
      this.#damaged ||= error instanceof RepositoryError && error.code === 'repository-corrupt'
      throw error
    }
  }
}

function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

async function countPacks(gitdir: string): Promise<number> {
  const files = await readdir(join(gitdir, 'objects', 'pack')).catch(() => [])
  return files.filter((file) => file.endsWith('.pack')).length
}

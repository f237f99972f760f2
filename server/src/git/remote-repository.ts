import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import git from 'isomorphic-git'
import { RepositoryError } from '../errors.ts'
import { ObjectStore } from './object-store.ts'
import type { Commit, ObjectId, Relation, Repository, RepositoryEntry } from './repository.ts'
import { branchNotFound, notGit, repositoryEmpty, shuttingDown } from './repository-faults.ts'
import type { Wanted } from './transfer/fetch-commit.ts'
import { fetchCommit } from './transfer/fetch-commit.ts'
import type { TransferLimits } from './transfer/git-http-client.ts'
import { GitHttpClient } from './transfer/git-http-client.ts'

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
  /** To how many commits history is brought within reach, step by step, when it is asked about. */
  readonly historyDepths?: readonly number[]
}

export const TRANSFER_LIMITS: TransferLimits = {
  idleTimeoutMs: 30_000,
  totalTimeoutMs: 10 * 60_000,
  maxBytes: 512 * 1024 * 1024,
}
const MAX_PACKS = 50
/** Asking for a branch costs a page of text; only a server gone wrong says more. */
const MAX_REFS_BYTES = 16 * 1024 * 1024
/** Most pushes bring a few commits, and beyond some thousands a person may look at it. */
const HISTORY_DEPTHS = [50, 500, 5000]
/** Merges make a history wider than it is deep. */
const MAX_HISTORY = 200_000

/**
 * A repository behind smart HTTP. Asks for the branch's commit first and transfers only when it moved: one commit
 * deep, and only objects that are not here already; history comes when it is asked about. A store that is damaged or
 * has grown is replaced by a fresh one.
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
    this.#store.release()
    const tip = await this.#fetchTip()
    return this.#noticing(async () => {
      const isHere = !this.#damaged && (await this.#store.hasCommit(tip))
      return this.#store.readCommit(isHere ? tip : await this.#transfer(tip))
    })
  }

  async relate(tip: ObjectId, known: ObjectId): Promise<Relation> {
    return this.#noticing(async () => {
      let relation = await this.#store.relate(tip, known, MAX_HISTORY)
      for (const depth of this.#options.historyDepths ?? HISTORY_DEPTHS) {
        if (relation !== 'unknown' || !(await this.#deepen(tip, depth))) break
        relation = await this.#store.relate(tip, known, MAX_HISTORY)
      }
      return relation
    })
  }

  async listFiles(commit: ObjectId): Promise<readonly RepositoryEntry[]> {
    return this.#noticing(() => this.#store.listFiles(commit, this.#options.path))
  }

  async readBlobSize(oid: ObjectId): Promise<number> {
    return this.#noticing(() => this.#store.readBlobSize(oid))
  }

  async readBlob(oid: ObjectId, maxBytes: number): Promise<Uint8Array> {
    return this.#noticing(() => this.#store.readBlob(oid, maxBytes))
  }

  close(): Promise<void> {
    this.#closing.abort(shuttingDown(this.#options.url))
    this.#store.release()
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
    const { url } = this.#options
    const maxBytes = Math.min(this.#limits.maxBytes, MAX_REFS_BYTES)
    return this.#asking(maxBytes, async (http) => {
      try {
        return await git.listServerRefs({ http, url, prefix })
      } catch (error) {
        throw http.failure ?? (error instanceof RepositoryError ? error : notGit(url))
      }
    })
  }

  /** Gives the commit that arrived, which may be newer than the one that was asked about. */
  async #transfer(commit: ObjectId): Promise<ObjectId> {
    const { directory } = this.#options
    const wanted = { commit, orNewer: true, depth: 1 }
    if (!this.#damaged && (await countPacks(directory)) < (this.#options.maxPacks ?? MAX_PACKS)) {
      return this.#fetchInto(this.#store, wanted)
    }
    const next = `${directory}.next`
    await rm(next, { recursive: true, force: true })
    const tip = await this.#fetchInto(this.#storeAt(next), wanted)
    await rm(directory, { recursive: true, force: true })
    await rename(next, directory)
    this.#store = this.#storeAt(directory)
    this.#damaged = false
    return tip
  }

  /** Brings history within reach; false where that takes more than is transferred at once. */
  async #deepen(commit: ObjectId, depth: number): Promise<boolean> {
    return this.#asking(this.#limits.maxBytes, async (http) => {
      try {
        await this.#fetch(http, this.#store, { commit, orNewer: false, depth })
        return true
      } catch (error) {
        if (http.receivedTooMuch) return false
        throw error
      }
    })
  }

  async #fetchInto(store: ObjectStore, wanted: Wanted): Promise<ObjectId> {
    return this.#asking(this.#limits.maxBytes, (http) => this.#fetch(http, store, wanted))
  }

  async #fetch(http: GitHttpClient, store: ObjectStore, wanted: Wanted): Promise<ObjectId> {
    const { url, branch } = this.#options
    return fetchCommit({ http, url, branch, gitdir: store.gitdir, store }, wanted)
  }

  async #asking<T>(maxBytes: number, ask: (http: GitHttpClient) => Promise<T>): Promise<T> {
    const { url, token, clock } = this.#options
    const http = new GitHttpClient({
      url,
      clock,
      limits: { ...this.#limits, maxBytes },
      signal: this.#closing.signal,
      ...(token === undefined ? {} : { token }),
    })
    try {
      return await ask(http)
    } finally {
      http.end()
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

async function countPacks(gitdir: string): Promise<number> {
  const files = await readdir(join(gitdir, 'objects', 'pack')).catch(() => [])
  return files.filter((file) => file.endsWith('.pack')).length
}

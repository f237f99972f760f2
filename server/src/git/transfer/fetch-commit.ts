import fs from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import git from 'isomorphic-git'
import { DamagedObject } from '../objects/damaged-object.ts'
import type { ObjectId } from '../repository.ts'
import {
  copyNotWritten,
  notGit,
  transferBroken,
  transferRefused,
  transferTooLarge,
  unreachable,
} from '../repository-faults.ts'
import type { Advertisement } from './advertisement.ts'
import { parseAdvertisement } from './advertisement.ts'
import { writeFetchRequest } from './fetch-request.ts'
import type { FetchResponse } from './fetch-response.ts'
import { HostFault, parseFetchResponse } from './fetch-response.ts'
import type { GitHttpClient } from './git-http-client.ts'
import { paceOf } from './pace.ts'
import { receivePack } from './pack/receive-pack.ts'
import type { StoreBefore } from './pack/resolve-deltas.ts'
import { MAX_PACK_OBJECTS, TooManyObjects } from './pack/scan-pack.ts'
import { readShallow, writeShallow } from './shallow-file.ts'

export interface Transfer {
  readonly http: GitHttpClient
  readonly url: string
  readonly branch: string
  /** A bare repository that nobody else writes; made when it is not there. */
  readonly gitdir: string
  /** Of the same repository. */
  readonly store: StoreBefore
}

export interface Wanted {
  readonly commit: ObjectId
  /** Whether the branch's commit is wanted in its place when the branch has moved on. */
  readonly orNewer: boolean
  /** How many commits deep. */
  readonly depth: number
}

/** More are no help to the host in finding out what is missing. */
const MAX_HAVES = 256

/** Transfers what is missing of a commit, and gives the one that arrived. Throws RepositoryError. */
export async function fetchCommit(transfer: Transfer, wanted: Wanted): Promise<ObjectId> {
  try {
    await makeRepository(transfer.gitdir)
    const { capabilities, tip } = await advertisementOf(transfer)
    const want = (wanted.orNewer ? tip : undefined) ?? wanted.commit
    const response = await ask(transfer, { want, depth: wanted.depth, capabilities })
    await keep(transfer, response, want)
    return want
  } catch (error) {
    throw faultOf(transfer, error)
  }
}

async function makeRepository(gitdir: string): Promise<void> {
  await mkdir(dirname(gitdir), { recursive: true })
  await git.init({ fs, gitdir, bare: true })
}

async function advertisementOf({ http, url, branch }: Transfer): Promise<Advertisement> {
  const { body } = await http.request({ url: `${url}/info/refs?service=git-upload-pack` })
  try {
    return await parseAdvertisement(received(body), `refs/heads/${branch}`)
  } catch (error) {
    throw error instanceof DamagedObject ? notGit(url) : error
  }
}

async function ask(
  { http, url, branch, gitdir, store }: Transfer,
  asked: { readonly want: ObjectId; readonly depth: number; readonly capabilities: ReadonlySet<string> },
): Promise<FetchResponse> {
  if (!asked.capabilities.has('side-band-64k')) {
    throw unreachable(url, 'it does not offer side-band-64k, which transfers need', 'Update the Git host.')
  }
  const shallow = await readShallow(gitdir)
  const last = await git.resolveRef({ fs, gitdir, ref: refOf(branch) }).catch(() => undefined)
  const haves: ObjectId[] = []
  for (const oid of new Set([...(last === undefined ? [] : [last]), ...[...shallow].slice(-MAX_HAVES)])) {
    if (await store.findObject(oid)) haves.push(oid)
  }
  const request = writeFetchRequest({ ...asked, shallow, haves })
  const { body } = await http.request({
    url: `${url}/git-upload-pack`,
    method: 'POST',
    headers: {
      'content-type': 'application/x-git-upload-pack-request',
      accept: 'application/x-git-upload-pack-result',
    },
    body: [Buffer.from(request)],
  })
  return parseFetchResponse(received(body))
}

/** In this order: whatever is cut short, no commit is ever said to be here that is not, or not with all it has. */
async function keep(
  { http, branch, gitdir, store }: Transfer,
  response: FetchResponse,
  want: ObjectId,
): Promise<void> {
  await receivePack(response.pack, gitdir, { store, pace: paceOf(http.check) })
  await writeShallow(gitdir, response.shallow)
  await git.writeRef({ fs, gitdir, ref: refOf(branch), value: want, force: true })
}

function refOf(branch: string): string {
  return `refs/remotes/origin/${branch}`
}

async function* received(body: AsyncIterable<Uint8Array> | undefined): AsyncIterable<Uint8Array> {
  if (body) yield* body
}

function faultOf({ http, url, gitdir }: Transfer, error: unknown): unknown {
  if (http.failure) return http.failure
  if (error instanceof HostFault) return transferRefused(url, error.message)
  if (error instanceof TooManyObjects) return transferTooLarge(url, `${MAX_PACK_OBJECTS} objects`)
  if (error instanceof DamagedObject) return transferBroken(url, error.message, error)
  if (error instanceof Error && 'syscall' in error) return copyNotWritten(gitdir, error)
  return error
}

import { DamagedObject } from '../objects/damaged-object.ts'
import type { ObjectId } from '../repository.ts'
import { parsePktLines } from './pkt-line.ts'

/** How the answer changes which commits are without their parents. */
export interface ShallowChanges {
  readonly added: readonly ObjectId[]
  readonly removed: readonly ObjectId[]
}

export interface FetchResponse {
  readonly shallow: ShallowChanges
  /** The bytes of the pack as they arrive. Throws HostFault and DamagedObject. */
  readonly pack: AsyncIterable<Buffer>
}

/** What the Git host says in place of a pack. */
export class HostFault extends Error {
  override readonly name = 'HostFault'
  readonly code = 'host-fault'
}

const PACK = 1
const PROGRESS = 2
const FAULT = 3
const MAX_WORDS = 200

/** Reads the answer of `git-upload-pack` in protocol 0 with `side-band-64k`. Throws HostFault and DamagedObject. */
export async function parseFetchResponse(body: AsyncIterable<Uint8Array>): Promise<FetchResponse> {
  const lines = parsePktLines(body)
  const added: ObjectId[] = []
  const removed: ObjectId[] = []
  for (let step = await lines.next(); !step.done; step = await lines.next()) {
    const payload = step.value
    if (payload === undefined) continue
    if (isBand(payload)) return { shallow: { added, removed }, pack: packOf(payload, lines) }
    const line = payload.toString('utf8').trimEnd()
    const [, kind, oid = ''] = /^(shallow|unshallow) ([0-9a-f]{40})$/.exec(line) ?? []
    if (kind === 'shallow') added.push(oid)
    else if (kind === 'unshallow') removed.push(oid)
    else if (line.startsWith('ERR ')) throw hostFault(line.slice('ERR '.length))
    else if (!/^(NAK|ACK [0-9a-f]{40}.*)$/.test(line))
      throw new DamagedObject('the answer is none to a fetch')
  }
  throw new DamagedObject('there is no pack in the answer')
}

async function* packOf(first: Buffer, rest: AsyncIterable<Buffer | undefined>): AsyncGenerator<Buffer> {
  if (first[0] === FAULT) throw hostFault(first.toString('utf8', 1))
  if (first[0] === PACK) yield first.subarray(1)
  for await (const payload of rest) {
    if (payload === undefined) return
    if (payload[0] === PACK) yield payload.subarray(1)
    else if (payload[0] === FAULT) throw hostFault(payload.toString('utf8', 1))
    else if (payload[0] !== PROGRESS) throw new DamagedObject('the pack is mixed with something else')
  }
}

function isBand(payload: Buffer): boolean {
  return payload[0] === PACK || payload[0] === PROGRESS || payload[0] === FAULT
}

function hostFault(words: string): HostFault {
  return new HostFault(
    words
      .slice(0, MAX_WORDS)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  )
}

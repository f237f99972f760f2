import type { ObjectId } from '../repository.ts'
import { FLUSH, writePktLine } from './pkt-line.ts'

export interface FetchRequest {
  readonly want: ObjectId
  /** How many commits deep the history shall go. */
  readonly depth: number
  /** Commits that are here with all that belongs to them. */
  readonly haves: readonly ObjectId[]
  /** Commits that are here without their parents. */
  readonly shallow: ReadonlySet<ObjectId>
  /** Of the host. */
  readonly capabilities: ReadonlySet<string>
}

const ASKED_FOR = ['multi_ack_detailed', 'side-band-64k', 'thin-pack', 'ofs-delta'] as const

/** The body of a request to `git-upload-pack` in protocol 0. */
export function writeFetchRequest({ want, depth, haves, shallow, capabilities }: FetchRequest): string {
  const asked = ASKED_FOR.filter((capability) => capabilities.has(capability))
  const canBeShallow = capabilities.has('shallow')
  return [
    writePktLine(`want ${want} ${[...asked, 'agent=git/evenkeel'].join(' ')}\n`),
    ...(canBeShallow ? [...shallow].map((oid) => writePktLine(`shallow ${oid}\n`)) : []),
    ...(canBeShallow ? [writePktLine(`deepen ${depth}\n`)] : []),
    FLUSH,
    ...haves.map((oid) => writePktLine(`have ${oid}\n`)),
    writePktLine('done\n'),
  ].join('')
}

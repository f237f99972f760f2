import { DamagedObject } from '../objects/damaged-object.ts'
import type { ObjectId } from '../repository.ts'
import { parsePktLines } from './pkt-line.ts'

/** What a Git host says of itself and of one branch. */
export interface Advertisement {
  readonly capabilities: ReadonlySet<string>
  /** The commit of the branch that was asked about; undefined when there is none. */
  readonly tip: ObjectId | undefined
}

/** Reads the answer to `info/refs?service=git-upload-pack` in protocol 0 or 1. Throws DamagedObject. */
export async function parseAdvertisement(
  body: AsyncIterable<Uint8Array>,
  ref: string,
): Promise<Advertisement> {
  let capabilities: ReadonlySet<string> | undefined
  let tip: ObjectId | undefined
  for await (const payload of parsePktLines(body)) {
    const line = payload?.toString('utf8').trimEnd() ?? ''
    if (line === '' || line.startsWith('# service=') || line === 'version 1') continue
    const [, oid, name, list] = /^([0-9a-f]{40}) ([^\0]*)(?:\0(.*))?$/.exec(line) ?? []
    if (oid === undefined) throw new DamagedObject('it is no list of branches')
    capabilities ??= new Set(list?.split(' '))
    if (name === ref) tip = oid
  }
  if (!capabilities) throw new DamagedObject('it is no list of branches')
  return { capabilities, tip }
}

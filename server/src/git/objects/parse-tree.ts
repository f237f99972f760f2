import type { ObjectId } from '../repository.ts'
import { DamagedObject } from './damaged-object.ts'

export interface TreeItem {
  readonly name: string
  readonly type: 'tree' | 'file' | 'symlink' | 'submodule'
  readonly oid: ObjectId
}

const OID_BYTES = 20
const TYPES: Readonly<Record<string, TreeItem['type']>> = {
  '40000': 'tree',
  '040000': 'tree',
  '120000': 'symlink',
  '160000': 'submodule',
}

/** Throws DamagedObject. */
export function parseTree(content: Buffer): readonly TreeItem[] {
  const items: TreeItem[] = []
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at)
    const end = content.indexOf(0, space)
    if (space === -1 || end === -1 || end + OID_BYTES >= content.length) {
      throw new DamagedObject('a tree is cut off')
    }
    const name = content.toString('utf8', space + 1, end)
    if (name === '' || name.includes('/')) throw new DamagedObject('a tree holds what is no name')
    const oid = content.toString('hex', end + 1, end + 1 + OID_BYTES)
    items.push({ name, type: TYPES[content.toString('latin1', at, space)] ?? 'file', oid })
    at = end + 1 + OID_BYTES
  }
  return items
}

import { createHash } from 'node:crypto'
import type { ObjectId } from '../repository.ts'

export const OBJECT_TYPES = ['commit', 'tree', 'blob', 'tag'] as const
export type ObjectType = (typeof OBJECT_TYPES)[number]

export interface ObjectHeader {
  readonly type: ObjectType
  /** Of the content, inflated. */
  readonly size: number
}

/** An object that was found, and of which only the header was read. */
export interface StoredObject extends ObjectHeader {
  /** Inflates the content, which has `size` bytes. Throws DamagedObject and ObjectTooLarge. */
  readonly read: () => Promise<Buffer>
}

/** As Git computes it. */
export function hashObject(type: ObjectType, content: Uint8Array): ObjectId {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex')
}

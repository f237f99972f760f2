import type { Message, MessageLimits } from './message.ts'
import { HEADER_BYTES, MAGIC, MESSAGE_LIMITS } from './message.ts'

/**
 * The bytes of a message, in parts so that attachments are not copied: header, JSON `[body,[length, …]]`, attachments.
 * Throws RangeError for a message that nobody would read.
 */
export function writeMessage(
  { body, attachments }: Message,
  limits: MessageLimits = MESSAGE_LIMITS,
): readonly Uint8Array[] {
  const lengths = attachments.map(({ length }) => length)
  const attachmentBytes = lengths.reduce((sum, length) => sum + length, 0)
  const json = Buffer.from(JSON.stringify([body, lengths]))
  requireRoom('JSON', json.length, limits.jsonBytes)
  requireRoom('attachments', attachmentBytes, limits.attachmentBytes)
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32BE(MAGIC, 0)
  header.writeUInt32BE(json.length, 4)
  header.writeUInt32BE(attachmentBytes, 8)
  return [header, json, ...attachments]
}

function requireRoom(what: string, bytes: number, limit: number): void {
  if (bytes > limit)
    throw new RangeError(`A message has ${bytes} bytes of ${what}; at most ${limit} are read`)
}

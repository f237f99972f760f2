import type { JsonValue } from '@evenkeel/core/json'

/** What travels between the serving process and the control process: a JSON value, and bytes that it speaks of. */
export interface Message {
  readonly body: JsonValue
  readonly attachments: readonly Uint8Array[]
}

/** How large the parts of a message may be, so that one that claims more is refused before anything is allocated. */
export interface MessageLimits {
  readonly jsonBytes: number
  /** Of all attachments of a message together. */
  readonly attachmentBytes: number
}

/** JSON is parsed on the serving thread, which it must not hold up; attachments are only copied. */
export const MESSAGE_LIMITS: MessageLimits = {
  jsonBytes: 4 * 1024 * 1024,
  attachmentBytes: 128 * 1024 * 1024,
}

/** Three unsigned integers, big-endian: MAGIC, the length of the JSON, the length of all attachments. */
export const HEADER_BYTES = 12
/** "EVKC" in ASCII. */
export const MAGIC = 0x45564b43

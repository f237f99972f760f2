import type { DeflateBlock } from '../../snapshot/platform.ts'
import { encodeUtf8 } from '../../utf8.ts'
import type { PackedContent } from './pack-content.ts'
import { concatenate } from './pack-content.ts'

/** A snapshot's canonical text in raw deflate, as a frame holds it. */
export interface Payload {
  readonly payload: Uint8Array
  readonly inflatedLength: number
}

/** Puts a header line before a content: a new revision over the same content deflates the header alone. */
export function joinPayload(header: string, packed: PackedContent, deflateBlock: DeflateBlock): Payload {
  const bytes = encodeUtf8(header)
  return {
    payload: concatenate([deflateBlock(bytes, { final: false }), packed.content]),
    inflatedLength: bytes.length + packed.contentLength,
  }
}

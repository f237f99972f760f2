import type { DeflateBlock } from '../../snapshot/platform.ts'
import { encodeUtf8 } from '../../utf8.ts'
import { contentBlocks } from './content-blocks.ts'

/** A content in raw deflate that ends its stream. */
export interface PackedContent {
  readonly content: Uint8Array
  /** Bytes of the content once inflated. */
  readonly contentLength: number
}

interface Block {
  readonly final: boolean
  readonly packed: Uint8Array
  /** Bytes once inflated. */
  readonly length: number
}

/**
 * The blocks of an environment's content as it was packed last, in this process: those that stay the same are not
 * deflated again.
 */
export class KnownBlocks {
  #blocks: ReadonlyMap<string, Block> = new Map()

  /** Gives the blocks of the texts, those that are not known made anew, and forgets all others. */
  take(texts: readonly string[], make: (text: string, final: boolean) => Block): readonly Block[] {
    const blocks = texts.map((text, index) => {
      const final = index === texts.length - 1
      const known = this.#blocks.get(text)
      return known?.final === final ? known : make(text, final)
    })
    this.#blocks = new Map(texts.map((text, index) => [text, blocks[index] as Block]))
    return blocks
  }
}

/**
 * Deflates a content in blocks of their own. The same content gives the same bytes, whatever `known` holds, as long
 * as `known` is of the same `deflateBlock`.
 */
export function packContent(
  content: string,
  deflateBlock: DeflateBlock,
  known: KnownBlocks = new KnownBlocks(),
): PackedContent {
  const blocks = known.take(contentBlocks(content), (text, final) => {
    const bytes = encodeUtf8(text)
    return { final, packed: deflateBlock(bytes, { final }), length: bytes.length }
  })
  return {
    content: concatenate(blocks.map(({ packed }) => packed)),
    contentLength: blocks.reduce((sum, { length }) => sum + length, 0),
  }
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}

import type { DeflateBlock } from '../../snapshot/platform.ts'
import { encodeUtf8 } from '../../utf8.ts'
import { contentBlocks } from './content-blocks.ts'

/** A content in raw deflate that ends its stream. */
export interface PackedContent {
  readonly content: Uint8Array
  /** Bytes of the content once inflated. */
  readonly contentLength: number
}

/** What the bytes of a block are made of. */
interface BlockText {
  readonly text: string
  /** The lines before it that deflate looks back at; none before the first. */
  readonly before: string
  readonly final: boolean
}

interface Block extends BlockText {
  readonly packed: Uint8Array
  /** Bytes once inflated. */
  readonly length: number
}

/** How far deflate looks back, in bytes (RFC 1951), which UTF-8 has at least as many of as UTF-16 code units. */
const WINDOW = 32 * 1024

/**
 * The blocks of an environment's content as it was packed last, in this process: those that stay the same are not
 * deflated again.
 */
export class KnownBlocks {
  #blocks: ReadonlyMap<string, Block> = new Map()

  /** Gives the blocks of the texts, those that are not known made anew, and forgets all others. */
  take(texts: readonly BlockText[], make: (text: BlockText) => Block): readonly Block[] {
    const blocks = texts.map((wanted) => {
      const known = this.#blocks.get(wanted.text)
      return known?.final === wanted.final && known.before === wanted.before ? known : make(wanted)
    })
    this.#blocks = new Map(blocks.map((block) => [block.text, block]))
    return blocks
  }
}

/**
 * Deflates a content in blocks, each of which depends on its own text and the end of the one before. The same content
 * gives the same bytes, whatever `known` holds, as long as `known` is of the same `deflateBlock`.
 */
export function packContent(
  content: string,
  deflateBlock: DeflateBlock,
  known: KnownBlocks = new KnownBlocks(),
): PackedContent {
  const blocks = known.take(blockTexts(content), (block) => {
    const bytes = encodeUtf8(block.text)
    const dictionary = block.before === '' ? undefined : encodeUtf8(block.before)
    return { ...block, packed: deflateBlock(bytes, { final: block.final, dictionary }), length: bytes.length }
  })
  return {
    content: concatenate(blocks.map(({ packed }) => packed)),
    contentLength: blocks.reduce((sum, { length }) => sum + length, 0),
  }
}

function blockTexts(content: string): readonly BlockText[] {
  const texts = contentBlocks(content)
  return texts.map((text, index) => ({
    text,
    before: endOf(texts[index - 1] ?? ''),
    final: index === texts.length - 1,
  }))
}

/** The lines that begin no further from its end than deflate looks back. */
function endOf(text: string): string {
  return text.length <= WINDOW ? text : text.slice(text.indexOf('\n', text.length - WINDOW) + 1)
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

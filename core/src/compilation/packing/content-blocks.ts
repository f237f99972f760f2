import { murmur3 } from '../../evaluation/murmur3.ts'
import { lineAround } from '../content-lines.ts'

/** Below this many UTF-16 code units a content is one block. */
const UNDIVIDED = 64 * 1024

/** One line in so many ends a block, if the block is long enough. */
const LINES_PER_BLOCK = 128

/** In UTF-16 code units: a short block costs more than it spares. */
const LEAST_BLOCK = 32 * 1024

/**
 * Divides a content where its lines' names say, so that the same content is divided alike on every machine, and
 * another text in one line leaves the other blocks as they are. Nothing is lost between them; never none.
 */
export function contentBlocks(content: string): readonly string[] {
  if (content.length < UNDIVIDED) return [content]
  const blocks: string[] = []
  let start = 0
  for (let position = 0; position < content.length;) {
    const line = lineAround(content, position)
    position = line.end
    if (position - start < LEAST_BLOCK || !endsBlock(line.name)) continue
    blocks.push(content.slice(start, position))
    start = position
  }
  return start < content.length || blocks.length === 0 ? [...blocks, content.slice(start)] : blocks
}

function endsBlock(name: string): boolean {
  return murmur3(name, 0) % LINES_PER_BLOCK === 0
}

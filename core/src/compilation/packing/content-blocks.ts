import { murmur3 } from '../../evaluation/murmur3.ts'
import { lineAt } from '../content-lines.ts'

/** Below this many UTF-16 code units a content is one block: it is deflated within a few milliseconds. */
const UNDIVIDED = 128 * 1024

/** On average. An operation deflates the block that it changes, and each block costs a few bytes of its own. */
const LINES_PER_BLOCK = 128

/**
 * Divides a content where the names of its lines say, so that it is divided alike on every machine, and another text
 * in one line leaves all blocks but its own as they are. The blocks are the content when joined; there is always one.
 */
export function contentBlocks(content: string): readonly string[] {
  if (content.length < UNDIVIDED) return [content]
  const blocks: string[] = []
  let start = 0
  for (let line = lineAt(content, 0); line.end < content.length; line = lineAt(content, line.end)) {
    if (!endsBlock(line.name)) continue
    blocks.push(content.slice(start, line.end))
    start = line.end
  }
  return [...blocks, content.slice(start)]
}

function endsBlock(name: string): boolean {
  return murmur3(name, 0) % LINES_PER_BLOCK === 0
}

import type { Compilation, KnownBlocks } from '@evenkeel/core/compilation'
import { packContent } from '@evenkeel/core/compilation'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredCompilation } from '../../snapshots/stored-revision.ts'

/** Makes what is kept of a compilation; openCompilation reads it. */
export function storeCompilation(compilation: Compilation, known?: KnownBlocks): StoredCompilation {
  const { content, companion, ...described } = compilation
  return {
    ...described,
    ...packContent(content, nodePlatform.deflateBlock, known),
    ...(companion && { companion: nodePlatform.deflate(Buffer.from(JSON.stringify(companion))) }),
  }
}

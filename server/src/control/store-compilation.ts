import type { Compilation } from '@evenkeel/core/compilation'
import type { Deflate } from '@evenkeel/core/snapshot'
import type { StoredCompilation } from '../snapshots/stored-revision.ts'

/** A compilation in the form in which it is kept. */
export function storeCompilation(compilation: Compilation, deflate: Deflate): StoredCompilation {
  const { content, companion, ...described } = compilation
  const bytes = Buffer.from(content)
  return {
    ...described,
    content: deflate(bytes),
    contentLength: bytes.length,
    ...(companion && { companion: deflate(Buffer.from(JSON.stringify(companion))) }),
  }
}

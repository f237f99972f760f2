import type { Compilation, PackedContent } from '@evenkeel/core/compilation'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'

/** Makes what is kept of a compilation, given its companion's JSON in raw deflate; openCompilation reads it. */
export function storeCompilation(
  { formatVersion, environment, commit, contentHash, summary, frameBytes }: Compilation,
  packed: PackedContent,
  companion?: Uint8Array,
): StoredCompilation {
  const described = { formatVersion, environment, commit, contentHash, summary, frameBytes }
  return { ...described, ...packed, ...(companion && { companion }) }
}

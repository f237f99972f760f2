import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'

/** What is kept of a compilation, for readers of its content alone. */
export function withoutCompanion(stored: StoredCompilation): StoredCompilation {
  const { formatVersion, environment, commit, content, contentLength, contentHash, summary, frameBytes } =
    stored
  return { formatVersion, environment, commit, content, contentLength, contentHash, summary, frameBytes }
}

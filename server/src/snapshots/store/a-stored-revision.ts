import { aStoredSnapshot } from './a-stored-snapshot.ts'
import type { StoredSnapshot } from './snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from './stored-revision.ts'

/** For tests: what a commit says of `production`, with bytes that stand for its content. */
function aStoredCompilation(parts: Partial<StoredCompilation> = {}): StoredCompilation {
  return {
    formatVersion: 1,
    environment: 'production',
    commit: 'c0ffee'.padEnd(40, '0'),
    contentHash: '0'.repeat(64),
    content: Uint8Array.of(4, 5, 6),
    contentLength: 3,
    summary: { boundaries: [], flags: 0, segments: 0, configs: 0 },
    frameBytes: 32 * 1024,
    companion: Uint8Array.of(7, 8),
    ...parts,
  }
}

/** For tests: a revision without operations, whose base is that of its snapshot. */
export function aStoredRevision(
  snapshot: Partial<StoredSnapshot> = {},
  parts: { readonly base?: Partial<StoredCompilation> } & Partial<Pick<StoredRevision, 'operations'>> = {},
): StoredRevision {
  const stored = aStoredSnapshot(snapshot)
  const { environment, commit, contentHash, frameBytes } = stored
  return {
    snapshot: stored,
    base: aStoredCompilation({ environment, commit, contentHash, frameBytes, ...parts.base }),
    operations: parts.operations ?? [],
  }
}

import type { Applied, Operation, PackedContent } from '@evenkeel/core/compilation'
import { joinPayload, stateHashOf, writeRevisionHeader } from '@evenkeel/core/compilation'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredSnapshot } from '../../snapshots/store/snapshot-store.ts'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import type { Stamp } from '../preparer.ts'

export interface RevisionInput {
  readonly base: StoredCompilation
  readonly operations: readonly Operation[]
  readonly stamp: Stamp
}

/** What a revision serves, and what its header says of that. */
export interface ServedContent extends Pick<Applied, 'contentHash' | 'summary' | 'overriddenConfigs'> {
  readonly packed: PackedContent
}

/** What a base serves without operations. */
export function contentAsCommitted(base: StoredCompilation): ServedContent {
  return { packed: base, contentHash: base.contentHash, summary: base.summary, overriddenConfigs: [] }
}

/** Puts the header of a revision before its content. */
export function stampSnapshot(
  { base, operations, stamp }: RevisionInput,
  { contentHash, summary, overriddenConfigs, packed }: ServedContent,
): { readonly header: string; readonly snapshot: StoredSnapshot } {
  const { formatVersion, environment, commit, frameBytes } = base
  const { epoch, sequence, publishedAt } = stamp
  const stateHash = stateHashOf(operations, nodePlatform.sha256)
  const revision = { epoch, sequence, commit, stateHash }
  const header = writeRevisionHeader({
    formatVersion,
    environment,
    revision,
    contentHash,
    summary,
    overriddenConfigs,
  })
  const joined = joinPayload(header, packed, nodePlatform.deflateBlock)
  return {
    header,
    snapshot: { environment, ...revision, contentHash, ...joined, frameBytes, publishedAt },
  }
}

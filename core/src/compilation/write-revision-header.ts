import { writeHeader } from '../snapshot/lines/write-snapshot.ts'
import type { SnapshotRevision } from '../snapshot/snapshot.ts'
import type { ContentSummary } from './compilation.ts'

export interface RevisionHeader {
  readonly environment: string
  readonly formatVersion: number
  readonly revision: SnapshotRevision
  readonly contentHash: string
  readonly summary: ContentSummary
  /** Sorted. */
  readonly overriddenConfigs: readonly string[]
}

/** The line, with its line feed, that makes a snapshot's canonical text of the content after it. */
export function writeRevisionHeader(header: RevisionHeader): string {
  const { environment, formatVersion, revision, contentHash, summary, overriddenConfigs } = header
  return writeHeader({
    environment,
    formatVersion,
    scope: 'default',
    revision,
    contentHash,
    ...summary,
    ...(overriddenConfigs.length > 0 && { overriddenConfigs }),
  })
}

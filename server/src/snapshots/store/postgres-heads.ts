import type { ContentSummary, Operation } from '@evenkeel/core/compilation'
import type { EntityManager } from 'typeorm'
import { baseOfSnapshot } from './base-of-snapshot.ts'
import type { StoredSnapshot } from './snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from './stored-revision.ts'

/** A head with its snapshot, its base where it is kept (all null where it is not), and its operations. */
type RevisionRow = Omit<StoredSnapshot, 'epoch' | 'sequence'> & {
  /** A bigint, which `pg` gives as text. */
  readonly epoch: string | number
  readonly sequence: string | number
  readonly baseFormatVersion: number | null
  readonly baseContent: Uint8Array
  readonly baseContentLength: number
  readonly baseContentHash: string
  readonly baseSummary: ContentSummary
  readonly baseFrameBytes: number
  readonly baseCompanion: Uint8Array | null
  readonly operations: readonly Operation[] | null
}

const SELECT_HEADS = `
  SELECT snapshots.environment, snapshots.epoch, snapshots.sequence, snapshots.commit,
    snapshots.state_hash AS "stateHash", snapshots.content_hash AS "contentHash", snapshots.payload,
    snapshots.inflated_length AS "inflatedLength", snapshots.frame_bytes AS "frameBytes",
    snapshots.published_at AS "publishedAt",
    base.format_version AS "baseFormatVersion", base.content AS "baseContent",
    base.content_length AS "baseContentLength", base.content_hash AS "baseContentHash",
    base.summary AS "baseSummary", base.frame_bytes AS "baseFrameBytes", base.companion AS "baseCompanion",
    (
      SELECT json_agg(operation ORDER BY target COLLATE "C")
      FROM operations WHERE operations.environment = heads.environment
    ) AS operations
  FROM heads
  JOIN snapshots USING (environment, epoch, sequence)
  LEFT JOIN compilations base ON base.environment = snapshots.environment AND base.commit = snapshots.commit`

export async function findHeads(manager: EntityManager): Promise<readonly StoredRevision[]> {
  const rows = await manager.query<readonly RevisionRow[]>(SELECT_HEADS)
  const revisions = await Promise.all(rows.map(toRevision))
  return revisions.toSorted((a, b) => (a.snapshot.environment < b.snapshot.environment ? -1 : 1))
}

async function toRevision(row: RevisionRow): Promise<StoredRevision> {
  const snapshot = toSnapshot(row)
  const base = toCompilation(row) ?? (await baseOfSnapshot(snapshot).catch(() => unreadableBase(snapshot)))
  return { snapshot, base, operations: row.operations ?? [] }
}

function toSnapshot(row: RevisionRow): StoredSnapshot {
  const { environment, commit, stateHash, contentHash, payload, inflatedLength, frameBytes, publishedAt } =
    row
  return {
    environment,
    epoch: Number(row.epoch),
    sequence: Number(row.sequence),
    commit,
    stateHash,
    contentHash,
    payload,
    inflatedLength,
    frameBytes,
    publishedAt,
  }
}

function toCompilation(row: RevisionRow): StoredCompilation | undefined {
  if (row.baseFormatVersion === null) return undefined
  return {
    formatVersion: row.baseFormatVersion,
    environment: row.environment,
    commit: row.commit,
    contentHash: row.baseContentHash,
    content: row.baseContent,
    contentLength: row.baseContentLength,
    summary: row.baseSummary,
    frameBytes: row.baseFrameBytes,
    ...(row.baseCompanion && { companion: row.baseCompanion }),
  }
}

/** One that whoever reads it back refuses, so that what is wrong with one environment stays with it. */
function unreadableBase({ environment, commit, contentHash, frameBytes }: StoredSnapshot): StoredCompilation {
  return {
    formatVersion: 1,
    environment,
    commit,
    contentHash,
    content: new Uint8Array(),
    contentLength: 0,
    summary: { boundaries: [], flags: 0, segments: 0, configs: 0 },
    frameBytes,
  }
}

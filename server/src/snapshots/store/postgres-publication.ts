import { createHash } from 'node:crypto'
import { targetOf } from '@evenkeel/core/compilation'
import type { EntityManager } from 'typeorm'
import { CompilationEntity, OperationEntity, SnapshotEntity } from '../../database/entities.ts'
import type { CompilationRow } from '../../database/rows.ts'
import { storableText } from '../../database/storable.ts'
import type { CommitDescription, Place, Publication } from './snapshot-store.ts'
import type { StoredCompilation } from './stored-revision.ts'

const COMPILATION_KEY = ['environment', 'commit']
const COMPILATION_CONTENT = [
  'format_version',
  'content',
  'content_length',
  'content_hash',
  'summary',
  'frame_bytes',
  'companion',
  'companion_hash',
]

/** Inside a transaction that has the publication to itself. */
export async function writePublication(
  manager: EntityManager,
  { admitted, revisions }: Publication,
): Promise<void> {
  const snapshots = revisions.map(({ snapshot }) => snapshot)
  if (admitted) await writeCommit(manager, admitted, snapshots[0]?.publishedAt ?? admitted.committedAt)
  if (snapshots.length === 0) return
  const bases = revisions.map(({ base }) => base)
  await writeCompilations(manager, await findMissing(manager, bases))
  await manager.insert(
    SnapshotEntity,
    snapshots.map((snapshot) => ({ ...snapshot, payload: asBuffer(snapshot.payload) })),
  )
  await replaceOperations(manager, revisions)
  await moveHeads(manager, snapshots)
}

export async function writeCompilations(
  manager: EntityManager,
  compilations: readonly StoredCompilation[],
): Promise<void> {
  if (compilations.length === 0) return
  await manager
    .createQueryBuilder()
    .insert()
    .into(CompilationEntity)
    .values(compilations.map(toRow))
    .orUpdate(COMPILATION_CONTENT, COMPILATION_KEY)
    .execute()
}

/** A commit that was admitted before is the newest again. */
async function writeCommit(
  manager: EntityManager,
  { commit, committedAt, subject, author }: CommitDescription,
  publishedAt: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO revisions (commit, committed_at, subject, author, published_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (commit) DO UPDATE SET admitted = DEFAULT`,
    [commit, committedAt, storableText(subject), storableText(author), publishedAt],
  )
}

/** Those that are not kept, or not as they are now: most publications have the base of the one before, which is large. */
async function findMissing(
  manager: EntityManager,
  bases: readonly StoredCompilation[],
): Promise<readonly StoredCompilation[]> {
  const kept = await manager
    .createQueryBuilder(CompilationEntity, 'kept')
    .select([
      'kept.environment',
      'kept.commit',
      'kept.formatVersion',
      'kept.contentHash',
      'kept.frameBytes',
      'kept.companionHash',
    ])
    .whereInIds(bases.map(({ environment, commit }) => ({ environment, commit })))
    .getMany()
  const known = new Set(kept.map(identityOf))
  return bases.filter((base) => !known.has(identityOf({ ...base, companionHash: companionHashOf(base) })))
}

type Identity = Pick<
  CompilationRow,
  'environment' | 'commit' | 'formatVersion' | 'contentHash' | 'frameBytes' | 'companionHash'
>

const identityOf = (row: Identity): string =>
  JSON.stringify([
    row.environment,
    row.commit,
    row.formatVersion,
    row.contentHash,
    row.frameBytes,
    row.companionHash,
  ])

const toRow = ({ content, companion, ...rest }: StoredCompilation): CompilationRow => ({
  ...rest,
  content: asBuffer(content),
  companion: companion ? asBuffer(companion) : null,
  companionHash: companionHashOf({ companion }),
})

function companionHashOf({ companion }: { readonly companion?: Uint8Array | undefined }): string | null {
  return companion ? createHash('sha256').update(companion).digest('hex') : null
}

async function replaceOperations(manager: EntityManager, revisions: Publication['revisions']): Promise<void> {
  const environments = revisions.map(({ snapshot }) => snapshot.environment)
  await manager.query('DELETE FROM operations WHERE environment = ANY($1)', [environments])
  const rows = revisions.flatMap(({ snapshot: { environment }, operations }) =>
    operations.map((operation) => ({
      environment,
      target: targetOf(operation),
      id: operation.id,
      operation,
    })),
  )
  if (rows.length > 0) await manager.insert(OperationEntity, rows)
}

/** A pin stays as it is. */
async function moveHeads(manager: EntityManager, places: readonly Place[]): Promise<void> {
  await manager.query(
    `INSERT INTO heads (environment, epoch, sequence)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[])
     ON CONFLICT (environment) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence`,
    [
      places.map(({ environment }) => environment),
      places.map(({ epoch }) => epoch),
      places.map(({ sequence }) => sequence),
    ],
  )
}

/** The same bytes, in the class that `pg` takes for `bytea`. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

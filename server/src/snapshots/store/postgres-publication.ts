import { createHash } from 'node:crypto'
import { targetOf } from '@evenkeel/core/compilation'
import type { EntityManager } from 'typeorm'
import { CompilationEntity, SnapshotEntity } from '../../database/entities.ts'
import type { CompilationRow } from '../../database/rows.ts'
import { storableText } from '../../database/storable.ts'
import type { CommitDescription, Publication } from './snapshot-store.ts'
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
  await replaceOperationsAndHeads(manager, revisions)
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

/**
 * In one statement, as each takes a way to the database and back. Operations that are not in force any more go; a pin
 * stays as it is.
 */
const REPLACE_OPERATIONS_AND_HEADS = `
  WITH wanted AS (
    SELECT environment, target, id, operation::json
    FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS wanted (environment, target, id, operation)
  ), ended AS (
    DELETE FROM operations WHERE environment = ANY($1) AND NOT EXISTS (
      SELECT FROM wanted WHERE wanted.environment = operations.environment AND wanted.target = operations.target
    )
  ), put AS (
    INSERT INTO operations (environment, target, id, operation) SELECT * FROM wanted
    ON CONFLICT (environment, target) DO UPDATE SET id = excluded.id, operation = excluded.operation
  )
  INSERT INTO heads (environment, epoch, sequence)
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[])
  ON CONFLICT (environment) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence`

async function replaceOperationsAndHeads(
  manager: EntityManager,
  revisions: Publication['revisions'],
): Promise<void> {
  const snapshots = revisions.map(({ snapshot }) => snapshot)
  const inForce = revisions.flatMap(({ snapshot: { environment }, operations }) =>
    operations.map((operation) => ({ environment, operation })),
  )
  await manager.query(REPLACE_OPERATIONS_AND_HEADS, [
    snapshots.map(({ environment }) => environment),
    snapshots.map(({ epoch }) => epoch),
    snapshots.map(({ sequence }) => sequence),
    inForce.map(({ environment }) => environment),
    inForce.map(({ operation }) => targetOf(operation)),
    inForce.map(({ operation }) => operation.id),
    inForce.map(({ operation }) => JSON.stringify(operation)),
  ])
}

/** The same bytes, in the class that `pg` takes for `bytea`. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

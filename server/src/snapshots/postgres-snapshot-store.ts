import type { EntityManager } from 'typeorm'
import type { Database } from '../database/database.ts'
import { HeadEntity, RevisionEntity, SnapshotEntity } from '../database/entities.ts'
import { headsAreExpected } from './heads-are-expected.ts'
import type { Head, Publication, SnapshotStore, StoredSnapshot } from './snapshot-store.ts'

/** "publish" in ASCII: any number will do that nobody else takes. */
const PUBLICATION_LOCK = '31654326056186728'

/** Keeps every snapshot that was ever published; the heads say which are served. */
export class PostgresSnapshotStore implements SnapshotStore {
  private readonly database: Database

  constructor(database: Database) {
    this.database = database
  }

  findHeads(): Promise<readonly StoredSnapshot[]> {
    return this.database.run((manager) =>
      manager
        .createQueryBuilder(SnapshotEntity, 'snapshot')
        .innerJoin(
          HeadEntity.options.name,
          'head',
          'head.environment = snapshot.environment AND head.epoch = snapshot.epoch AND head.sequence = snapshot.sequence',
        )
        .orderBy('snapshot.environment')
        .getMany(),
    )
  }

  findHeadRevisions(): Promise<readonly Head[]> {
    return this.database.run((manager) => manager.find(HeadEntity, { order: { environment: 'ASC' } }))
  }

  publish(publication: Publication): Promise<'published' | 'conflict'> {
    return this.database.transact(async (manager) => {
      // One publisher at a time, over all replicas: what the next line reads stays so until the commit.
      await manager.query(`SELECT pg_advisory_xact_lock(${PUBLICATION_LOCK})`)
      if (!headsAreExpected(await manager.find(HeadEntity), publication)) return 'conflict'
      await write(manager, publication)
      return 'published'
    })
  }
}

async function write(manager: EntityManager, publication: Publication): Promise<void> {
  const { commit, committedAt, subject, author, snapshots } = publication
  const publishedAt = snapshots[0]?.publishedAt
  if (!publishedAt) return
  await manager
    .createQueryBuilder()
    .insert()
    .into(RevisionEntity)
    .values({ commit, committedAt, subject, author, publishedAt })
    .orIgnore()
    .execute()
  await manager.insert(
    SnapshotEntity,
    snapshots.map((snapshot) => ({ ...snapshot, payload: Buffer.from(snapshot.payload) })),
  )
  await manager.upsert(
    HeadEntity,
    snapshots.map(({ environment, epoch, sequence }) => ({ environment, epoch, sequence })),
    ['environment'],
  )
}

import type { Database } from '../../database/database.ts'
import { HeadEntity } from '../../database/entities.ts'
import type { HeadRow } from '../../database/rows.ts'
import type { Transaction } from '../../database/unit-of-work.ts'
import { headsAreExpected } from './heads-are-expected.ts'
import { findHeads } from './postgres-heads.ts'
import { writeCompilations, writePublication } from './postgres-publication.ts'
import { PRUNED_TABLES, pruneSome } from './postgres-pruning.ts'
import type { Head, PruneLimits, Publication, SnapshotStore } from './snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from './stored-revision.ts'

/** "publish" in ASCII: any number will do that nobody else takes. */
const PUBLICATION_LOCK = '31654326056186728'

/** One publisher at a time, over all replicas: what is read after it stays so until the commit. */
const LOCK_PUBLICATION = `SELECT pg_advisory_xact_lock(${PUBLICATION_LOCK})`

/** Keeps what was published until it is pruned; the heads say what is served. */
export class PostgresSnapshotStore implements SnapshotStore {
  private readonly database: Database
  private readonly tx: Transaction | undefined

  constructor(database: Database, tx?: Transaction) {
    this.database = database
    this.tx = tx
  }

  findHeads(): Promise<readonly StoredRevision[]> {
    return this.database.run(findHeads, this.tx)
  }

  async findHeadRevisions(): Promise<readonly Head[]> {
    const rows = await this.database.run((manager) => manager.find(HeadEntity), this.tx)
    return rows.map(toHead).toSorted((a, b) => (a.environment < b.environment ? -1 : 1))
  }

  publish(publication: Publication): Promise<'published' | 'conflict'> {
    return this.database.atomically(async (manager) => {
      await manager.query(LOCK_PUBLICATION)
      if (!headsAreExpected(await manager.find(HeadEntity), publication)) return 'conflict'
      await writePublication(manager, publication)
      return 'published'
    }, this.tx)
  }

  replaceCompilations(compilations: readonly StoredCompilation[]): Promise<void> {
    return this.database.run((manager) => writeCompilations(manager, compilations), this.tx)
  }

  wasPublished(environment: string, contentHash: string): Promise<boolean> {
    return this.holds(
      `SELECT FROM compilations WHERE environment = $1 AND content_hash = $2
       UNION ALL
       SELECT FROM snapshots WHERE environment = $1 AND content_hash = $2 AND NOT EXISTS (
         SELECT FROM compilations
         WHERE compilations.environment = snapshots.environment AND compilations.commit = snapshots.commit
       )`,
      [environment, contentHash],
    )
  }

  wasAdmitted(commit: string): Promise<boolean> {
    return this.holds('SELECT FROM revisions WHERE commit = $1', [commit])
  }

  /** A transaction for a few at a time, unless it is bound to one: who publishes meanwhile waits for one of them only. */
  async prune(limits: PruneLimits): Promise<number> {
    let pruned = 0
    for (;;) {
      const { snapshots, isDone } = await this.database.atomically(async (manager) => {
        await manager.query(LOCK_PUBLICATION)
        return pruneSome(manager, limits)
      }, this.tx)
      pruned += snapshots
      if (isDone) break
    }
    if (pruned > 0 && !this.tx) for (const table of PRUNED_TABLES) await this.database.reclaim(table)
    return pruned
  }

  within(tx: Transaction): SnapshotStore {
    return new PostgresSnapshotStore(this.database, tx)
  }

  private async holds(select: string, parameters: readonly string[]): Promise<boolean> {
    const [row] = await this.database.run(
      (manager) =>
        manager.query<readonly { readonly holds: boolean }[]>(`SELECT EXISTS (${select}) AS holds`, [
          ...parameters,
        ]),
      this.tx,
    )
    return row?.holds === true
  }
}

const toHead = ({ environment, epoch, sequence, pin }: HeadRow): Head => ({
  environment,
  epoch,
  sequence,
  ...(pin !== null && { pin }),
})

import type { EntityManager } from 'typeorm'
import type { PruneLimits } from './snapshot-store.ts'

export const PRUNED_TABLES = ['snapshots', 'compilations'] as const

/** So few that whoever waits for them hardly notices: a snapshot may be hundreds of kilobytes. */
const SNAPSHOTS_AT_A_TIME = 20

/** Of commits that are beyond the newest, that no head has as its base, and that none is pinned to. */
const OLD_SNAPSHOTS = `
  SELECT environment, epoch, sequence FROM snapshots
  WHERE published_at < $2
    AND commit NOT IN (SELECT commit FROM revisions ORDER BY admitted DESC LIMIT $1)
    AND commit NOT IN (
      SELECT base.commit FROM heads JOIN snapshots base USING (environment, epoch, sequence)
      UNION ALL SELECT pin FROM heads WHERE pin IS NOT NULL
    )
  LIMIT $3`

/** What no snapshot is made from any more. */
const LEFT_COMPILATIONS = `
  SELECT environment, commit FROM compilations
  WHERE NOT EXISTS (
      SELECT FROM snapshots
      WHERE snapshots.environment = compilations.environment AND snapshots.commit = compilations.commit
    )
    AND commit NOT IN (SELECT pin FROM heads WHERE pin IS NOT NULL)
  LIMIT $1`

export interface Pruned {
  readonly snapshots: number
  /** Whether nothing is left to do. */
  readonly isDone: boolean
}

/** Inside a transaction that has the publication to itself. */
export async function pruneSome(manager: EntityManager, limits: PruneLimits): Promise<Pruned> {
  const snapshots = await countDeleted(
    manager,
    `DELETE FROM snapshots USING (${OLD_SNAPSHOTS}) old
     WHERE snapshots.environment = old.environment
       AND snapshots.epoch = old.epoch AND snapshots.sequence = old.sequence`,
    [limits.keepCommits, limits.keepSince, SNAPSHOTS_AT_A_TIME],
  )
  const compilations = await countDeleted(
    manager,
    `DELETE FROM compilations USING (${LEFT_COMPILATIONS}) old
     WHERE compilations.environment = old.environment AND compilations.commit = old.commit`,
    [SNAPSHOTS_AT_A_TIME],
  )
  return { snapshots, isDone: snapshots === 0 && compilations === 0 }
}

async function countDeleted(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<number> {
  const [deleted] = await manager.query<readonly { readonly count: number }[]>(
    `WITH deleted AS (${sql} RETURNING 1) SELECT count(*)::integer AS count FROM deleted`,
    [...parameters],
  )
  return deleted?.count ?? 0
}

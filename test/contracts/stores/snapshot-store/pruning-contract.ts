import { beforeEach, describe, expect, it } from 'vitest'
import type { SnapshotStore } from '../../../../server/src/snapshots/store/snapshot-store.ts'
import type { Stores } from '../databases.ts'
import { aCommit, aPublication, aRevision, at, production } from './a-publication.ts'

/** What is forgotten, and what never. */
export function pruningContract(open: () => Promise<Stores>): void {
  let store: SnapshotStore
  let stores: Stores

  beforeEach(async () => {
    stores = await open()
    store = stores.snapshots
  })

  describe('pruning', () => {
    const day = (days: number) => new Date(at.getTime() + days * 86_400_000)
    const commitOf = (index: number) => index.toString(16).padStart(40, '0')

    /** One commit a day, from day 0 on, each with one publication. */
    async function publishDaily(days: number): Promise<void> {
      for (let index = 0; index < days; index++) {
        const parts = {
          commit: commitOf(index),
          sequence: index + 1,
          publishedAt: day(index),
          contentHash: commitOf(index),
        }
        const expected = index === 0 ? { environment: 'production' } : production(1, index)
        await store.publish(aPublication([aRevision(parts)], [expected]))
      }
    }
    const keptDays = async (days: number) => {
      const kept: number[] = []
      for (let index = 0; index < days; index++) {
        if (await store.wasPublished('production', commitOf(index))) kept.push(index)
      }
      return kept
    }

    it('forgets what is beyond both limits', async () => {
      await publishDaily(8)

      expect(await store.prune({ keepCommits: 3, keepSince: day(4) })).toBe(4)

      expect(await keptDays(8)).toEqual([4, 5, 6, 7])
      expect(await store.prune({ keepCommits: 3, keepSince: day(4) })).toBe(0)
    })

    it('keeps as many commits as are asked for, however old', async () => {
      await publishDaily(6)

      expect(await store.prune({ keepCommits: 5, keepSince: day(100) })).toBe(1)
      expect(await keptDays(6)).toEqual([1, 2, 3, 4, 5])
    })

    it('never forgets a head with its base, nor that a commit was admitted', async () => {
      await publishDaily(3)
      await store.publish({ admitted: aCommit(commitOf(9)), revisions: [], expectedHeads: [] })

      expect(await store.prune({ keepCommits: 0, keepSince: day(100) })).toBe(2)

      expect((await store.findHeads()).map(({ snapshot }) => snapshot.sequence)).toEqual([3])
      expect((await store.findHeads())[0]?.base.commit).toBe(commitOf(2))
      expect(await store.wasAdmitted(commitOf(0))).toBe(true)
    })

    it('counts a commit that is admitted again as the newest', async () => {
      await publishDaily(4)
      const back = aRevision({
        commit: commitOf(0),
        sequence: 5,
        publishedAt: day(4),
        contentHash: commitOf(0),
      })
      await store.publish(aPublication([back], [production(1, 4)]))
      const next = aRevision({
        commit: commitOf(5),
        sequence: 6,
        publishedAt: day(5),
        contentHash: commitOf(5),
      })
      await store.publish(aPublication([next], [production(1, 5)]))

      await store.prune({ keepCommits: 2, keepSince: day(100) })

      expect(await keptDays(6)).toEqual([0, 5])
    })

    it('forgets many in one transaction where it is bound to one', async () => {
      await publishDaily(45)

      const pruned = await stores.unitOfWork.transact((tx) =>
        store.within(tx).prune({ keepCommits: 1, keepSince: day(100) }),
      )

      expect(pruned).toBe(44)
      expect(await keptDays(45)).toEqual([44])
    })
  })
}

import type { Operation } from '@evenkeel/core/compilation'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SnapshotStore } from '../../../../server/src/snapshots/store/snapshot-store.ts'
import type { Stores } from '../databases.ts'
import type { Parts } from './a-publication.ts'
import { B, aPublication, aRevision, production } from './a-publication.ts'

/** What a revision is made from: its base, and operations. */
export function partsContract(open: () => Promise<Stores>): void {
  let store: SnapshotStore

  beforeEach(async () => {
    store = (await open()).snapshots
  })

  describe('a base', () => {
    const companion = Uint8Array.of(1, 2, 3)
    const again = (base: Parts[1] & object) =>
      store.publish(aPublication([aRevision({ sequence: 2 }, base)], [production(1, 1)]))

    it('is that of the newest publication of its commit, whatever of it is new', async () => {
      await store.publish(aPublication([aRevision({}, { base: { companion } })]))

      const base = { content: Uint8Array.of(9), contentHash: '9'.repeat(64), companion: Uint8Array.of(4) }
      await again({ base })

      const [head] = await store.findHeads()
      expect([...head!.base.content]).toEqual([9])
      expect([...head!.base.companion!]).toEqual([4])
      expect(head?.base.contentHash).toBe('9'.repeat(64))
    })

    it('takes on a companion that it did not have', async () => {
      const base = aBaseWithoutCompanion()
      await store.publish(aPublication([{ ...aRevision(), base }]))
      expect((await store.findHeads())[0]?.base).not.toHaveProperty('companion')

      await again({ base: { companion } })

      expect([...(await store.findHeads())[0]!.base.companion!]).toEqual([1, 2, 3])
    })

    it('can be replaced without a publication', async () => {
      const base = aBaseWithoutCompanion()
      await store.publish(aPublication([{ ...aRevision(), base }]))

      await store.replaceCompilations([{ ...base, companion, frameBytes: 65536 }])
      await store.replaceCompilations([])

      const [head] = await store.findHeads()
      expect([...head!.base.companion!]).toEqual([1, 2, 3])
      expect(head?.base.frameBytes).toBe(65536)
      expect((await store.findHeads()).map(({ snapshot }) => snapshot.sequence)).toEqual([1])
    })

    it('is known by its content in its environment, also when a later one took its place', async () => {
      const was = '1'.repeat(64)
      await store.publish(aPublication([aRevision({}, { base: { contentHash: was } })]))
      await store.publish(
        aPublication(
          [aRevision({ sequence: 2, commit: B }, { base: { contentHash: '2'.repeat(64) } })],
          [production(1, 1)],
        ),
      )

      expect(await store.wasPublished('production', was)).toBe(true)
      expect(await store.wasPublished('production', '2'.repeat(64))).toBe(true)
      expect(await store.wasPublished('staging', was)).toBe(false)
      expect(await store.wasPublished('production', '3'.repeat(64))).toBe(false)
    })
  })

  describe('operations', () => {
    const off: Operation = { id: 'o-1', flag: 'checkout', state: 'DISABLED' }
    const half: Operation = { id: 'o-2', flag: 'banner', percent: { rule: 'staff', share: 50_000 } }
    const patch: Operation = { id: 'o-3', config: 'checkout', patch: { text: 'a\0b \uD800', none: null } }

    it('are given back as they were asked for, sorted by what they are about', async () => {
      await store.publish(aPublication([aRevision({}, { operations: [patch, half, off] })]))

      expect((await store.findHeads())[0]?.operations).toEqual([patch, half, off])
    })

    it('are replaced by those of the next publication, in its environments only', async () => {
      const staging = aRevision({ environment: 'staging' }, { operations: [half] })
      await store.publish(aPublication([aRevision({}, { operations: [half, off] }), staging]))

      await store.publish(
        aPublication([aRevision({ sequence: 2 }, { operations: [patch] })], [production(1, 1)]),
      )

      expect((await store.findHeads()).map(({ operations }) => operations)).toEqual([[patch], [half]])
    })

    it('end with a publication that has none', async () => {
      await store.publish(aPublication([aRevision({}, { operations: [off] })]))

      await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))

      expect((await store.findHeads())[0]?.operations).toEqual([])
    })

    it('stay as they are when the publication is a conflict', async () => {
      await store.publish(aPublication([aRevision({}, { operations: [off] })]))

      expect(await store.publish(aPublication([aRevision({ sequence: 2 })]))).toBe('conflict')

      expect((await store.findHeads())[0]?.operations).toEqual([off])
    })
  })
}

function aBaseWithoutCompanion() {
  const { companion, ...base } = aRevision().base
  expect(companion).toBeDefined()
  return base
}

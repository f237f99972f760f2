import { deflateRawSync } from 'node:zlib'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aSnapshot } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import type { SnapshotStore, StoredSnapshot } from '../../../server/src/snapshots/store/snapshot-store.ts'
import type { RealContractDatabase } from './databases.ts'
import { A, B, aPublication, aRevision, production } from './snapshot-store/a-publication.ts'

export function postgresSnapshotStoreContract(real: RealContractDatabase): void {
  const at11: StoredSnapshot = aRevision().snapshot

  /** As it was published before bases were kept. */
  async function aLegacyHead(payload: Uint8Array): Promise<SnapshotStore> {
    const { snapshots } = await real.empty()
    await snapshots.publish(aPublication([aRevision({ ...at11, payload })]))
    await (await real.open()).run((manager) => manager.query('DELETE FROM compilations'))
    return snapshots
  }

  it('makes the base of a head that has none from its snapshot', async () => {
    const snapshot = aSnapshot({ flags: { checkout: aFlag() } })
    const text = writeSnapshot(snapshot)
    const store = await aLegacyHead(deflateRawSync(text))

    const [head] = await store.findHeads()

    expect(head?.base).toMatchObject({
      environment: 'production',
      commit: A,
      contentHash: at11.contentHash,
      contentLength: Buffer.byteLength(text.slice(text.indexOf('\n') + 1)),
      summary: { boundaries: [], flags: 1, segments: 0, configs: 0 },
    })
    expect(head?.base).not.toHaveProperty('companion')
    expect(head?.operations).toEqual([])
    expect(await store.wasPublished('production', at11.contentHash)).toBe(true)
  })

  it('gives a head that cannot be read a base that cannot be read either, and the other heads', async () => {
    const store = await aLegacyHead(Uint8Array.of(1, 2, 3))

    const [head] = await store.findHeads()

    expect(head?.base).toMatchObject({ contentLength: 0, contentHash: at11.contentHash })
  })

  it('keeps what a head is pinned to, and the pin, whatever is published', async () => {
    const { snapshots: store } = await real.empty()
    await store.publish(aPublication())
    await (await real.open()).run((manager) => manager.query('UPDATE heads SET pin = $1', [A]))
    const next = aRevision({ sequence: 2, commit: B }, { base: { contentHash: 'b'.repeat(64) } })
    await store.publish(aPublication([next], [production(1, 1)]))

    expect(await store.prune({ keepCommits: 0, keepSince: new Date('2030-01-01') })).toBe(0)

    expect(await store.findHeadRevisions()).toEqual([
      { environment: 'production', epoch: 1, sequence: 2, pin: A },
    ])
    expect(await store.wasPublished('production', at11.contentHash)).toBe(true)
  })

  it('gives the room of what was pruned to what is published next', async () => {
    const { snapshots: store } = await real.empty()
    const database = await real.open()
    const publishLarge = (sequence: number) =>
      store.publish(
        aPublication(
          [
            aRevision({
              sequence,
              commit: String(sequence).padStart(40, '0'),
              payload: new Uint8Array(1_000_000),
            }),
          ],
          [sequence === 1 ? { environment: 'production' } : production(1, sequence - 1)],
        ),
      )
    const megabytes = async () => {
      const [row] = await database.run((manager) =>
        manager.query<{ bytes: string }[]>(`SELECT pg_total_relation_size('snapshots') AS bytes`),
      )
      return Math.round(Number(row!.bytes) / 1_000_000)
    }
    for (let sequence = 1; sequence <= 4; sequence++) await publishLarge(sequence)
    await store.prune({ keepCommits: 0, keepSince: new Date('2030-01-01') })
    // A server of PostgreSQL does so in its own time.
    if (real.name === 'PostgreSQL') await database.run((manager) => manager.query('VACUUM snapshots'))
    const before = await megabytes()

    for (let sequence = 5; sequence <= 7; sequence++) await publishLarge(sequence)

    expect(await megabytes()).toBe(before)
  })
}

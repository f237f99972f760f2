import { deflateRawSync } from 'node:zlib'
import type { Operation } from '@evenkeel/core/compilation'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aSnapshot } from '@evenkeel/test/support'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { aStoredRevision } from '../../server/src/snapshots/a-stored-revision.ts'
import type {
  ExpectedHead,
  Publication,
  SnapshotStore,
  StoredSnapshot,
} from '../../server/src/snapshots/snapshot-store.ts'
import type { StoredRevision } from '../../server/src/snapshots/stored-revision.ts'
import type { Stores } from './databases.ts'
import { DATABASES, REAL_DATABASES } from './databases.ts'

const at = new Date('2026-11-01T12:00:00.123Z')
const A = 'a'.repeat(40)
const B = 'b'.repeat(40)

type Parts = Parameters<typeof aStoredRevision>

const aRevision = (snapshot: Parts[0] = {}, parts: Parts[1] = {}): StoredRevision =>
  aStoredRevision({ commit: A, publishedAt: at, ...snapshot }, parts)

function aPublication(
  revisions: readonly StoredRevision[] = [aRevision()],
  expectedHeads: readonly ExpectedHead[] = revisions.map(({ snapshot: { environment } }) => ({
    environment,
  })),
): Publication {
  return { admitted: aCommit(revisions[0]!.snapshot.commit), revisions, expectedHeads }
}

const aCommit = (commit: string) => ({
  commit,
  committedAt: new Date('2026-11-01T11:59:00Z'),
  subject: "Turn the checkout's redesign on — for staff",
  author: 'Ada',
})

const production = (epoch: number, sequence: number): ExpectedHead => ({
  environment: 'production',
  head: { epoch, sequence },
})

/** Bytes as numbers: buffers and plain arrays of bytes are the same to a test. */
const plain = ({ snapshot, base, operations }: StoredRevision) => ({
  snapshot: { ...snapshot, payload: [...snapshot.payload] },
  base: { ...base, content: [...base.content], companion: base.companion && [...base.companion] },
  operations,
})

describe.each(DATABASES.map((create) => create()))('SnapshotStore on $name', ({ empty, close }) => {
  let stores: Stores
  let store: SnapshotStore

  beforeEach(async () => {
    stores = await empty()
    store = stores.snapshots
  }, 30_000)

  afterAll(close)

  const headsOf = async () =>
    (await store.findHeads()).map(
      ({ snapshot: { environment, epoch, sequence } }) => `${environment} ${epoch}.${sequence}`,
    )

  it('has no heads before anything was published', async () => {
    expect(await store.findHeads()).toEqual([])
    expect(await store.findHeadRevisions()).toEqual([])
  })

  it('says which the heads are without what is in them', async () => {
    await store.publish(aPublication([aRevision({ environment: 'staging', sequence: 3 }), aRevision()]))

    expect(await store.findHeadRevisions()).toEqual([
      { environment: 'production', epoch: 1, sequence: 1 },
      { environment: 'staging', epoch: 1, sequence: 3 },
    ])
  })

  it('gives back what was published, to the byte and the millisecond', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value)
    const summary = {
      boundaries: [{ at: 1, flags: ['a'] }],
      privateAttributes: ['x'],
      flags: 1,
      segments: 2,
      configs: 3,
    }
    const revision = aRevision(
      { payload: everyByte },
      {
        base: { content: everyByte.toReversed(), companion: everyByte, contentHash: '7'.repeat(64), summary },
      },
    )

    expect(await store.publish(aPublication([revision]))).toBe('published')

    expect((await store.findHeads()).map(plain)).toEqual([plain(revision)])
  })

  it('publishes the environments of a commit together and lists them by name', async () => {
    const revisions = ['staging', 'production', 'development'].map((environment) =>
      aRevision({ environment }),
    )

    await store.publish(aPublication(revisions))

    expect(await headsOf()).toEqual(['development 1.1', 'production 1.1', 'staging 1.1'])
  })

  it('moves a head that is where it was expected', async () => {
    await store.publish(aPublication())

    const next = aRevision({ sequence: 2, commit: B })
    expect(await store.publish(aPublication([next], [production(1, 1)]))).toBe('published')

    expect(await headsOf()).toEqual(['production 1.2'])
  })

  it('holds sequences beyond 32 bits', async () => {
    await store.publish(aPublication([aRevision({ epoch: 2 ** 31, sequence: 2 ** 33 })]))

    expect(await headsOf()).toEqual([`production ${2 ** 31}.${2 ** 33}`])
  })

  it('publishes one commit again, as an override does', async () => {
    await store.publish(aPublication())

    expect(await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))).toBe(
      'published',
    )
  })

  it('keeps the head of an environment that a later commit no longer has', async () => {
    await store.publish(aPublication([aRevision(), aRevision({ environment: 'staging' })]))

    await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))

    expect(await headsOf()).toEqual(['production 1.2', 'staging 1.1'])
  })

  it('refuses a publisher that has not seen the head', async () => {
    await store.publish(aPublication())

    expect(await store.publish(aPublication([aRevision({ sequence: 2 })]))).toBe('conflict')
  })

  it('refuses a publisher whose head has moved on', async () => {
    await store.publish(aPublication())
    await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))

    const late = aRevision({ sequence: 3, commit: B })
    expect(await store.publish(aPublication([late], [production(1, 1)]))).toBe('conflict')

    expect(await headsOf()).toEqual(['production 1.2'])
  })

  it('refuses a publisher of an older epoch, as after a restored backup', async () => {
    await store.publish(aPublication([aRevision({ epoch: 2 })]))

    expect(await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))).toBe(
      'conflict',
    )
  })

  it('refuses a publisher that expects a head where there is none', async () => {
    expect(await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))).toBe(
      'conflict',
    )
  })

  it('publishes nothing of a commit when one of its environments conflicts', async () => {
    await store.publish(aPublication([aRevision({ environment: 'staging' })]))

    const both = [aRevision(), aRevision({ environment: 'staging', sequence: 2 })]
    expect(await store.publish(aPublication(both))).toBe('conflict')

    expect(await headsOf()).toEqual(['staging 1.1'])
  })

  it('lets exactly one of many racing publishers win', async () => {
    await store.publish(aPublication())
    const publications = Array.from({ length: 8 }, (_, index) =>
      aPublication([aRevision({ sequence: 2, commit: String(index).repeat(40) })], [production(1, 1)]),
    )

    const outcomes = await Promise.all(publications.map((publication) => store.publish(publication)))

    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
    const winner = publications[outcomes.indexOf('published')]!
    expect((await store.findHeads()).map(({ snapshot }) => snapshot.commit)).toEqual([
      winner.admitted?.commit,
    ])
  })

  it('lets exactly one of many racing first publishers win', async () => {
    const publications = Array.from({ length: 8 }, (_, index) =>
      aPublication([aRevision({ commit: String(index).repeat(40) })]),
    )

    const outcomes = await Promise.all(publications.map((publication) => store.publish(publication)))

    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
  })

  it('publishes a commit whose subject cannot be stored as it is', async () => {
    const admitted = { ...aCommit(A), subject: 'On\0, \uD800', author: '\uDFFF' }

    expect(await store.publish({ ...aPublication(), admitted })).toBe('published')
    expect(await store.wasAdmitted(A)).toBe(true)
  })

  it('publishes what was never admitted here, as after a lost database', async () => {
    const { revisions, expectedHeads } = aPublication()

    expect(await store.publish({ revisions, expectedHeads })).toBe('published')
    expect(await headsOf()).toEqual(['production 1.1'])
    expect(await store.wasAdmitted(A)).toBe(false)
  })

  it('notes a commit that is admitted and changes nothing', async () => {
    await store.publish({ admitted: aCommit(A), revisions: [], expectedHeads: [] })

    expect(await store.wasAdmitted(A)).toBe(true)
    expect(await store.wasAdmitted(B)).toBe(false)
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
      const { companion: _none, ...base } = aRevision().base
      await store.publish(aPublication([{ ...aRevision(), base }]))
      expect((await store.findHeads())[0]?.base).not.toHaveProperty('companion')

      await again({ base: { companion } })

      expect([...(await store.findHeads())[0]!.base.companion!]).toEqual([1, 2, 3])
    })

    it('can be replaced without a publication', async () => {
      const { companion: _none, ...base } = aRevision().base
      await store.publish(aPublication([{ ...aRevision(), base }]))

      await store.replaceCompilations([{ ...base, companion, frameBytes: 65536 }])
      await store.replaceCompilations([])

      const [head] = await store.findHeads()
      expect([...head!.base.companion!]).toEqual([1, 2, 3])
      expect(head?.base.frameBytes).toBe(65536)
      expect(await headsOf()).toEqual(['production 1.1'])
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
      await store.publish(aPublication([aRevision({}, { operations: [off, patch, half] })]))

      expect((await store.findHeads())[0]?.operations).toEqual([patch, half, off])
    })

    it('are replaced by those of the next publication, in its environments only', async () => {
      const staging = aRevision({ environment: 'staging' }, { operations: [half] })
      await store.publish(aPublication([aRevision({}, { operations: [off, half] }), staging]))

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

      expect(await headsOf()).toEqual(['production 1.3'])
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
})

describe.each(REAL_DATABASES.map((create) => create()))('PostgresSnapshotStore on $name', (real) => {
  afterAll(real.close)

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
})

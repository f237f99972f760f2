import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { FakeSnapshotStore } from '../../server/src/snapshots/fake-snapshot-store.ts'
import { PostgresSnapshotStore } from '../../server/src/snapshots/postgres-snapshot-store.ts'
import type {
  ExpectedHead,
  Publication,
  SnapshotStore,
  StoredSnapshot,
} from '../../server/src/snapshots/snapshot-store.ts'
import { DATABASES } from './databases.ts'

const at = new Date('2026-11-01T12:00:00.123Z')

function aStoredSnapshot(parts: Partial<StoredSnapshot> = {}): StoredSnapshot {
  return {
    environment: 'production',
    epoch: 1,
    sequence: 1,
    commit: 'a'.repeat(40),
    stateHash: '5'.repeat(64),
    contentHash: 'c'.repeat(64),
    payload: Uint8Array.of(0, 1, 0x5c, 0x27, 0x80, 0xff),
    inflatedLength: 1000,
    frameBytes: 65536,
    publishedAt: at,
    ...parts,
  }
}

function aPublication(
  snapshots: readonly StoredSnapshot[] = [aStoredSnapshot()],
  expectedHeads: readonly ExpectedHead[] = snapshots.map(({ environment }) => ({ environment })),
): Publication {
  return {
    commit: snapshots[0]!.commit,
    committedAt: new Date('2026-11-01T11:59:00Z'),
    subject: "Turn the checkout's redesign on — for staff",
    author: 'Ada',
    snapshots,
    expectedHeads,
  }
}

const production = (epoch: number, sequence: number): ExpectedHead => ({
  environment: 'production',
  head: { epoch, sequence },
})

const STORES = [
  {
    name: 'FakeSnapshotStore',
    open: () => Promise.resolve<SnapshotStore>(new FakeSnapshotStore()),
    close: () => Promise.resolve(),
  },
  ...DATABASES.map((create) => {
    const database = create()
    return {
      name: `PostgresSnapshotStore on ${database.name}`,
      open: async (): Promise<SnapshotStore> => new PostgresSnapshotStore(await database.empty()),
      close: () => database.close(),
    }
  }),
]

describe.each(STORES)('$name', ({ open, close }) => {
  let store: SnapshotStore

  beforeEach(async () => {
    store = await open()
  }, 30_000)

  afterAll(close)

  const headsOf = async () =>
    (await store.findHeads()).map(({ environment, epoch, sequence }) => `${environment} ${epoch}.${sequence}`)

  it('has no heads before anything was published', async () => {
    expect(await store.findHeads()).toEqual([])
    expect(await store.findHeadRevisions()).toEqual([])
  })

  it('says which the heads are without what is in them', async () => {
    await store.publish(
      aPublication([aStoredSnapshot({ environment: 'staging', sequence: 3 }), aStoredSnapshot()]),
    )

    expect(await store.findHeadRevisions()).toEqual([
      { environment: 'production', epoch: 1, sequence: 1 },
      { environment: 'staging', epoch: 1, sequence: 3 },
    ])
  })

  it('gives back what was published, to the byte and the millisecond', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value)
    const snapshot = aStoredSnapshot({ payload: everyByte })

    expect(await store.publish(aPublication([snapshot]))).toBe('published')

    const [head] = await store.findHeads()
    expect({ ...head, payload: [...head!.payload] }).toEqual({ ...snapshot, payload: [...everyByte] })
  })

  it('publishes the environments of a commit together and lists them by name', async () => {
    const snapshots = ['staging', 'production', 'development'].map((environment) =>
      aStoredSnapshot({ environment }),
    )

    await store.publish(aPublication(snapshots))

    expect(await headsOf()).toEqual(['development 1.1', 'production 1.1', 'staging 1.1'])
  })

  it('moves a head that is where it was expected', async () => {
    await store.publish(aPublication())

    const next = aStoredSnapshot({ sequence: 2, commit: 'b'.repeat(40) })
    expect(await store.publish(aPublication([next], [production(1, 1)]))).toBe('published')

    expect(await headsOf()).toEqual(['production 1.2'])
  })

  it('holds sequences beyond 32 bits', async () => {
    await store.publish(aPublication([aStoredSnapshot({ epoch: 2 ** 31, sequence: 2 ** 33 })]))

    expect(await headsOf()).toEqual([`production ${2 ** 31}.${2 ** 33}`])
  })

  it('publishes one commit again, as an override does', async () => {
    await store.publish(aPublication())

    expect(await store.publish(aPublication([aStoredSnapshot({ sequence: 2 })], [production(1, 1)]))).toBe(
      'published',
    )
  })

  it('keeps the head of an environment that a later commit no longer has', async () => {
    await store.publish(aPublication([aStoredSnapshot(), aStoredSnapshot({ environment: 'staging' })]))

    await store.publish(aPublication([aStoredSnapshot({ sequence: 2 })], [production(1, 1)]))

    expect(await headsOf()).toEqual(['production 1.2', 'staging 1.1'])
  })

  it('refuses a publisher that has not seen the head', async () => {
    await store.publish(aPublication())

    expect(await store.publish(aPublication([aStoredSnapshot({ sequence: 2 })]))).toBe('conflict')
  })

  it('refuses a publisher whose head has moved on', async () => {
    await store.publish(aPublication())
    await store.publish(aPublication([aStoredSnapshot({ sequence: 2 })], [production(1, 1)]))

    const late = aStoredSnapshot({ sequence: 3, commit: 'b'.repeat(40) })
    expect(await store.publish(aPublication([late], [production(1, 1)]))).toBe('conflict')

    expect(await headsOf()).toEqual(['production 1.2'])
  })

  it('refuses a publisher of an older epoch, as after a restored backup', async () => {
    await store.publish(aPublication([aStoredSnapshot({ epoch: 2 })]))

    expect(await store.publish(aPublication([aStoredSnapshot({ sequence: 2 })], [production(1, 1)]))).toBe(
      'conflict',
    )
  })

  it('refuses a publisher that expects a head where there is none', async () => {
    expect(await store.publish(aPublication([aStoredSnapshot({ sequence: 2 })], [production(1, 1)]))).toBe(
      'conflict',
    )
  })

  it('publishes nothing of a commit when one of its environments conflicts', async () => {
    await store.publish(aPublication([aStoredSnapshot({ environment: 'staging' })]))

    const both = [aStoredSnapshot(), aStoredSnapshot({ environment: 'staging', sequence: 2 })]
    expect(await store.publish(aPublication(both))).toBe('conflict')

    expect(await headsOf()).toEqual(['staging 1.1'])
  })

  it('lets exactly one of many racing publishers win', async () => {
    await store.publish(aPublication())
    const publications = Array.from({ length: 8 }, (_, index) =>
      aPublication([aStoredSnapshot({ sequence: 2, commit: String(index).repeat(40) })], [production(1, 1)]),
    )

    const outcomes = await Promise.all(publications.map((publication) => store.publish(publication)))

    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
    const winner = publications[outcomes.indexOf('published')]!
    expect((await store.findHeads()).map(({ commit }) => commit)).toEqual([winner.commit])
  })

  it('lets exactly one of many racing first publishers win', async () => {
    const publications = Array.from({ length: 8 }, (_, index) =>
      aPublication([aStoredSnapshot({ commit: String(index).repeat(40) })]),
    )

    const outcomes = await Promise.all(publications.map((publication) => store.publish(publication)))

    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
  })
})

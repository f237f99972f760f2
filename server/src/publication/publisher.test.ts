import { generateKeyPairSync } from 'node:crypto'
import type { Operation } from '@evenkeel/core/compilation'
import { aFlag, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeDatabase } from '../database/fake-database.ts'
import { UnheardDatabase } from '../database/unheard-database.ts'
import { PreparationError } from '../errors.ts'
import { aBase } from '../preparation/base/a-base.ts'
import type { Preparer } from '../preparation/preparer.ts'
import { aStoredRevision } from '../snapshots/store/a-stored-revision.ts'
import { signingKeyOf } from '../snapshots/signing/signing-key.ts'
import type { WrittenRevision } from '../snapshots/last-known-good/last-known-good.ts'
import { FakeLastKnownGood } from '../snapshots/last-known-good/fake-last-known-good.ts'
import type { StoredRevision } from '../snapshots/store/stored-revision.ts'
import type { PublisherSurroundings } from './a-publisher.ts'
import { EPOCH_BEFORE, aPublisher, sinceEpochBefore } from './a-publisher.ts'

const FLAGS = { banner: aFlag(), checkout: aFlag() }
const BANNER: Operation = { id: 'o-1', flag: 'banner', variant: 'on' }
const CHECKOUT: Operation = { id: 'o-2', flag: 'checkout', variant: 'on' }

const commitOf = (digit: number) => String(digit).repeat(40)

const aSigningKey = () => signingKeyOf(generateKeyPairSync('ed25519').privateKey)

/** A process that publishes; `commit` publishes the base of a commit, over the operations that are in force. */
function publishing(surroundings: Partial<PublisherSurroundings> = {}) {
  const parts = aPublisher({ clock: fakeClock(), ...surroundings })
  const commit = (digit: number, preparer: Pick<Preparer, 'prepare'> = parts.preparer) =>
    parts.publisher.publish({
      cause: 'commit',
      preparer,
      admitted: { commit: commitOf(digit), committedAt: new Date(0), subject: 'Change', author: 'Ada' },
      changes: (held) => [
        {
          base: aBase({ commit: commitOf(digit), flags: FLAGS }),
          operations: held.get('production')?.operations ?? [],
        },
      ],
    })
  const sequences = () => parts.store.publications.flatMap(({ revisions }) => revisions.map(revisionOf))
  return { ...parts, commit, sequences }
}

const revisionOf = ({ snapshot }: StoredRevision) => sinceEpochBefore(snapshot)

/** Two processes on one database, both serving the first commit. */
async function replicas() {
  const database = new FakeDatabase()
  const mine = publishing({ database })
  const other = publishing({ database })
  await mine.commit(1)
  await other.publisher.catchUp()
  return { mine, other }
}

/** Prepares as `preparer` does, once something else has happened. */
const preparingAfter = (preparer: Preparer, happens: () => unknown): Pick<Preparer, 'prepare'> => {
  let isFirst = true
  return {
    prepare: async (...request) => {
      if (isFirst) await happens()
      isFirst = false
      return preparer.prepare(...request)
    },
  }
}

describe('a publication', () => {
  it('is prepared, committed, kept on disk, served and told, in this order', async () => {
    const disk = new WatchedDisk()
    const { commit, preparer, service, store, served } = publishing({ lastKnownGood: disk })
    const events: string[] = []
    const note = (event: string) =>
      events.push(
        `${event}: ${store.publications.length} stored, ${disk.kept} kept, ${served().length} served`,
      )
    disk.onKeep = () => note('disk')
    service.onInstalled(() => note('told'))

    await commit(
      1,
      preparingAfter(preparer, () => note('prepare')),
    )

    expect(events).toEqual([
      'prepare: 0 stored, 0 kept, 0 served',
      'disk: 1 stored, 0 kept, 0 served',
      'told: 1 stored, 1 kept, 1 served',
    ])
  })

  it('never reaches the store when it cannot be prepared', async () => {
    const { commit, store, served, operations } = publishing()
    await commit(1)
    const prepare = () => Promise.reject(new PreparationError('preparation-crashed', 'It ended', 'Wait.'))

    await expect(commit(2, { prepare })).rejects.toMatchObject({ code: 'preparation-crashed' })

    expect(store.publications).toHaveLength(1)
    expect(served()).toEqual([`production 1.1 ${commitOf(1)}`])
    await operations.put('production', BANNER)
    expect(served()).toEqual([`production 1.2 ${commitOf(1)}`])
  })

  it('never reaches the store when services would refuse what is signed, for a commit and for an operation', async () => {
    const signingKey = { ...aSigningKey() }
    const disk = new WatchedDisk()
    const { commit, store, served, operations } = publishing({ signingKey, lastKnownGood: disk })
    await commit(1)
    signingKey.verifier = aSigningKey().verifier

    await expect(commit(2)).rejects.toMatchObject({ code: 'wrong-signature' })
    await expect(operations.put('production', BANNER)).rejects.toMatchObject({ code: 'wrong-signature' })

    expect(store.publications).toHaveLength(1)
    expect(served()).toEqual([`production 1.1 ${commitOf(1)}`])
    expect(disk.kept).toBe(1)
  })

  it('leaves nothing on the disk of what another publisher was before', async () => {
    const disk = new WatchedDisk()
    const database = new FakeDatabase()
    const mine = publishing({ database, lastKnownGood: disk })
    const other = publishing({ database })
    await mine.commit(1)
    await other.publisher.catchUp()
    await other.operations.put('production', BANNER)

    await mine.operations.put('production', CHECKOUT)

    expect(mine.served()).toEqual([`production 1.3 ${commitOf(1)}`])
    expect(disk).toMatchObject({ kept: 3, dropped: 1 })
  })

  it('of a commit is prepared ahead, and made again over what operators changed before its turn', async () => {
    const { commit, preparer, publisher, operations, sequences } = publishing()
    let prepared = 0
    const counting: Pick<Preparer, 'prepare'> = {
      prepare: (...request) => {
        prepared++
        return preparer.prepare(...request)
      },
    }

    await commit(1)
    await Promise.all([
      operations.put('production', BANNER),
      commit(2, counting),
      operations.put('production', CHECKOUT),
    ])

    expect(sequences()).toEqual(['1.1', '1.2', '1.3', '1.4'])
    expect(prepared).toBe(2)
    expect(publisher.held.get('production')).toMatchObject({
      base: { commit: commitOf(2) },
      operations: [BANNER, CHECKOUT],
    })
  })
})

describe('a publication that another replica is ahead of', () => {
  it('of an operation is made again over the base that won', async () => {
    const { mine, other } = await replicas()
    const preparer = preparingAfter(mine.preparer, () => other.commit(2))

    await mine.publisher.publish({
      cause: 'operation',
      preparer,
      changes: (held) => [{ base: held.get('production')!.base, operations: [BANNER] }],
    })

    expect(mine.served()).toEqual([`production 1.3 ${commitOf(2)}`])
    expect(mine.operations.list('production')).toEqual([BANNER])
    expect(mine.sequences()).toEqual(['1.1', '1.2', '1.3'])
  })

  it('of a commit is made again over the operations that won', async () => {
    const { mine, other } = await replicas()

    await mine.commit(
      2,
      preparingAfter(mine.preparer, () => other.operations.put('production', BANNER)),
    )

    expect(mine.served()).toEqual([`production 1.3 ${commitOf(2)}`])
    expect(mine.operations.list('production')).toEqual([BANNER])
  })

  it('loses nothing when both change something at once', async () => {
    const { mine, other } = await replicas()

    await Promise.all([
      mine.operations.put('production', BANNER),
      other.operations.put('production', CHECKOUT),
    ])
    await Promise.all([mine.publisher.catchUp(), other.publisher.catchUp()])

    expect(mine.operations.list('production')).toEqual([BANNER, CHECKOUT])
    expect(other.operations.list('production')).toEqual([BANNER, CHECKOUT])
    expect(mine.sequences()).toEqual(['1.1', '1.2', '1.3'])
  })
})

describe('a publication whose outcome nobody heard', () => {
  it('is found by the next one, which leaves no gap and loses nothing', async () => {
    const database = new UnheardDatabase()
    const { commit, operations, served, sequences } = publishing({ database })
    await commit(1)
    database.losesAnswer = true
    await expect(operations.put('production', BANNER)).rejects.toMatchObject({ code: 'store-unavailable' })
    expect(served()).toEqual([`production 1.1 ${commitOf(1)}`])

    await operations.put('production', CHECKOUT)

    expect(sequences()).toEqual(['1.1', '1.2', '1.3'])
    expect(operations.list('production')).toEqual([BANNER, CHECKOUT])
  })

  it('is served as soon as the store is read again', async () => {
    const database = new UnheardDatabase()
    const { commit, publisher, served } = publishing({ database })
    database.losesAnswer = true
    await expect(commit(1)).rejects.toMatchObject({ code: 'store-unavailable' })

    await publisher.catchUp()

    expect(served()).toEqual([`production 1.1 ${commitOf(1)}`])
  })
})

describe('a database that was restored from a backup while its server runs', () => {
  it('gets what it lost in a new epoch, with the change that came next', async () => {
    const database = new FakeDatabase()
    const { commit, operations, served, store } = publishing({ database })
    await commit(1)
    const restoreBackup = database.backUp()
    await operations.put('production', BANNER)
    await commit(2)

    restoreBackup()
    await operations.put('production', CHECKOUT)

    expect(served()).toEqual([`production 2.1 ${commitOf(2)}`])
    expect(operations.list('production')).toEqual([BANNER, CHECKOUT])
    expect(await store.wasAdmitted(commitOf(2))).toBe(true)
  })

  it('knows again what newer tips are compared with, also when it was empty', async () => {
    const database = new FakeDatabase()
    const { reference, commit, operations, served } = publishing({ database })
    const restoreBackup = database.backUp()
    await commit(1)

    restoreBackup()
    await operations.put('production', BANNER)

    expect(served()).toEqual([`production 2.1 ${commitOf(1)}`])
    expect(await reference.load()).toMatchObject({ commit: commitOf(1) })
  })
})

describe('a revision in the store that cannot be read back', () => {
  it('is said once, leaves what is served, and is replaced by the next publication', async () => {
    const { commit, operations, publisher, store, served, logger } = publishing()
    await commit(1)
    const epoch = EPOCH_BEFORE + 1
    await store.publish({
      revisions: [aStoredRevision({ commit: commitOf(1), epoch, sequence: 2 })],
      expectedHeads: [{ environment: 'production', head: { epoch, sequence: 1 } }],
    })

    await publisher.catchUp()
    await publisher.catchUp()

    expect(logger.messages('error')).toHaveLength(1)
    expect(publisher.findUnreadable('production')).toMatchObject({ code: 'malformed' })
    expect(served()).toEqual([`production 1.1 ${commitOf(1)}`])

    await operations.put('production', BANNER)
    expect(served()).toEqual([`production 1.3 ${commitOf(1)}`])
    expect(publisher.hasUnreadable).toBe(false)
  })
})

/** Tells when it is asked to keep something, before it does. */
class WatchedDisk extends FakeLastKnownGood {
  kept = 0
  dropped = 0
  onKeep: () => void = () => undefined

  override async write(revision: StoredRevision): Promise<WrittenRevision> {
    const written = await super.write(revision)
    const keep = async () => {
      this.onKeep()
      await written.keep()
      this.kept++
    }
    const drop = async () => {
      await written.drop()
      this.dropped++
    }
    return { keep, drop }
  }
}

import { beforeEach, describe, expect, it } from 'vitest'
import { aStoredRevision } from '../../../server/src/snapshots/store/a-stored-revision.ts'
import type { Stores } from './databases.ts'

const at = new Date('2026-11-01T12:00:00Z')
const key = { id: '0011223344556677', publicKey: 'a key' }
const commit = 'a'.repeat(40)
const first = { revisions: [aStoredRevision()], expectedHeads: [{ environment: 'production' }] }

export function unitOfWorkContract(empty: () => Promise<Stores>): void {
  let stores: Stores

  beforeEach(async () => {
    stores = await empty()
  })

  const whatIsThere = async () => ({
    heads: (await stores.snapshots.findHeadRevisions()).length,
    keys: (await stores.signingKeys.list()).length,
    commit: (await stores.reference.load()).commit,
  })

  it('changes several stores together, and gives what the work gives', async () => {
    const given = await stores.unitOfWork.transact(async (tx) => {
      await stores.signingKeys.within(tx).register(key, at)
      await stores.reference.within(tx).setCommit(commit)
      return stores.snapshots.within(tx).publish(first)
    })

    expect(given).toBe('published')
    expect(await whatIsThere()).toEqual({ heads: 1, keys: 1, commit })
  })

  it('changes nothing when the work throws, and throws the same', async () => {
    const mistake = new RangeError('the work had enough')
    const work = stores.unitOfWork.transact(async (tx) => {
      await stores.signingKeys.within(tx).register(key, at)
      await stores.reference.within(tx).setCommit(commit)
      await stores.snapshots.within(tx).publish(first)
      throw mistake
    })

    await expect(work).rejects.toBe(mistake)
    expect(await whatIsThere()).toEqual({ heads: 0, keys: 0, commit: undefined })
  })

  it('shows the work what it has changed itself', async () => {
    const seen = await stores.unitOfWork.transact(async (tx) => {
      await stores.reference.within(tx).setCommit(commit)
      return stores.reference.within(tx).load()
    })

    expect(seen.commit).toBe(commit)
  })

  it('shows nobody else half of it', async () => {
    let finish = (): void => undefined
    const finishing = new Promise<void>((resolve) => (finish = resolve))
    let registered = (): void => undefined
    const halfway = new Promise<void>((resolve) => (registered = resolve))
    const transaction = stores.unitOfWork.transact(async (tx) => {
      await stores.signingKeys.within(tx).register(key, at)
      registered()
      await finishing
      await stores.reference.within(tx).setCommit(commit)
    })
    await halfway
    // One that runs beside it sees what was before; one that waits for its turn sees all.
    const meanwhile = whatIsThere()
    finish()
    await transaction

    const { keys, commit: seen } = await meanwhile
    expect(keys === 0 || seen === commit).toBe(true)
    expect(await whatIsThere()).toEqual({ heads: 0, keys: 1, commit })
  })

  it('lets publishers that are bound race, and one win', async () => {
    const publishers = Array.from({ length: 4 }, () =>
      stores.unitOfWork.transact((tx) => stores.snapshots.within(tx).publish(first)),
    )

    expect((await Promise.all(publishers)).sort()).toEqual(['conflict', 'conflict', 'conflict', 'published'])
  })

  it('keeps what else was changed when a publication in it is a conflict and the work goes on', async () => {
    await stores.snapshots.publish(first)

    await stores.unitOfWork.transact(async (tx) => {
      await stores.reference.within(tx).setCommit(commit)
      expect(await stores.snapshots.within(tx).publish(first)).toBe('conflict')
    })

    expect(await whatIsThere()).toEqual({ heads: 1, keys: 0, commit })
  })

  describe('inside a transaction', () => {
    it('throws at once for another one, and undoes the outer when that is not caught', async () => {
      const work = stores.unitOfWork.transact(async (tx) => {
        await stores.reference.within(tx).setCommit(commit)
        await stores.unitOfWork.transact(() => Promise.resolve())
      })

      await expect(work).rejects.toThrow('A transaction was begun inside another. Give the stores')
      expect((await whatIsThere()).commit).toBeUndefined()
    })

    it.each<[string, () => Promise<unknown>]>([
      ['reads', () => stores.reference.load()],
      ['writes', () => stores.reference.setCommit(commit)],
      ['counts', () => stores.snapshots.wasAdmitted(commit)],
    ])('throws at once for a store that %s without being bound to it', async (_what, ask) => {
      const work = stores.unitOfWork.transact<unknown>(ask)

      await expect(work).rejects.toThrow(
        'asked inside a transaction without being bound to it. Ask store.within',
      )
    })

    it('throws at once for a store that begins one of its own', async () => {
      const work = stores.unitOfWork.transact(() => stores.snapshots.publish(first))

      await expect(work).rejects.toThrow(/^A (transaction was begun inside another|store was asked inside a)/)
    })
  })

  it('throws for a store that is bound to a transaction that has ended', async () => {
    const bound = await stores.unitOfWork.transact((tx) => Promise.resolve(stores.reference.within(tx)))

    await expect(bound.load()).rejects.toThrow('bound to a transaction that has ended')
  })

  it('takes what a transaction started and left behind for outside of it', async () => {
    let goOn = (): void => undefined
    const ended = new Promise<void>((resolve) => (goOn = resolve))
    let leftBehind: Promise<unknown> = Promise.resolve()
    await stores.unitOfWork.transact((tx) => {
      leftBehind = ended.then(() => stores.reference.load())
      return stores.reference.within(tx).setCommit(commit)
    })
    goOn()

    expect(await leftBehind).toMatchObject({ commit })
  })

  it('goes on after transactions that failed', async () => {
    await expect(stores.unitOfWork.transact(() => Promise.reject(new Error('no')))).rejects.toThrow('no')

    await stores.unitOfWork.transact((tx) => stores.reference.within(tx).setCommit(commit))

    expect((await whatIsThere()).commit).toBe(commit)
  })
}

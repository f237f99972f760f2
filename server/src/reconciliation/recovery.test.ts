import type { Operation } from '@evenkeel/core/compilation'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeDatabase } from '../database/fake-database.ts'
import { aBase } from '../preparation/base/a-base.ts'
import type { PublisherSurroundings } from '../publication/a-publisher.ts'
import { EPOCH_BEFORE, aPublisher, sinceEpochBefore } from '../publication/a-publisher.ts'
import { A_BINDING } from './a-process.ts'
import { recover } from './recovery.ts'

const OVERRIDE: Operation = { id: 'o-1', flag: 'checkout', variant: 'on' }
const commitOf = (digit: number) => String(digit).repeat(40)

/** A process; `commit` publishes a commit for some environments. */
function aServer(surroundings: Partial<PublisherSurroundings> = {}) {
  const parts = aPublisher({ clock: fakeClock(), ...surroundings })
  const { publisher, preparer, reference, logger } = parts
  const commit = (digit: number, ...environments: readonly string[]) =>
    publisher.publish({
      cause: 'commit',
      preparer,
      admitted: { commit: commitOf(digit), committedAt: new Date(0), subject: 'Change', author: 'Ada' },
      changes: (held) =>
        environments.map((environment) => ({
          base: aBase({ environment, commit: commitOf(digit) }),
          operations: held.get(environment)?.operations ?? [],
        })),
    })
  /** As the first step of a sync. */
  const recoverNow = async () => {
    await publisher.catchUp()
    const known = await reference.load()
    return recover({ publisher, preparer, reference, binding: A_BINDING, logger }, known)
  }
  return { ...parts, commit, recover: recoverNow }
}

/** Two replicas that serve what their database lost all of. */
async function replicasOfALostDatabase() {
  const database = new FakeDatabase()
  const mine = aServer({ database })
  const other = aServer({ database })
  const loseAll = database.backUp()
  await mine.commit(1, 'production', 'staging')
  await mine.commit(2, 'production')
  await mine.operations.put('production', OVERRIDE)
  await other.publisher.catchUp()
  loseAll()
  return { mine, other }
}

describe('what the database lost', () => {
  it('is written back, each commit with its environments and their operations, and listed first', async () => {
    const { mine } = await replicasOfALostDatabase()

    expect(await mine.recover()).toBe(true)

    expect(mine.served()).toEqual([`production 2.1 ${commitOf(2)}`, `staging 2.1 ${commitOf(1)}`])
    expect(mine.operations.list('production')).toEqual([OVERRIDE])
    expect(mine.logger.entries.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { environments: ['production'], commit: commitOf(2), operations: [OVERRIDE] } },
      { fields: { environments: ['staging'], commit: commitOf(1), operations: [] } },
    ])
  })

  it('is written back once, by whichever replica is first', async () => {
    const { mine, other } = await replicasOfALostDatabase()
    await Promise.all([mine.recover(), other.recover()])
    await Promise.all([mine.recover(), other.recover()])

    const revisions = mine.store.publications
      .flatMap(({ revisions }) => revisions)
      .map(({ snapshot }) => `${snapshot.environment} ${sinceEpochBefore(snapshot)}`)
    expect(revisions.toSorted()).toEqual(['production 2.1', 'staging 2.1'])
    expect(other.served()).toEqual(mine.served())
  })

  it('is nothing while the database has all that is served', async () => {
    const server = aServer()
    await server.commit(1, 'production')

    expect(await server.recover()).toBe(false)

    expect(server.served()).toEqual([`production 1.1 ${commitOf(1)}`])
  })

  it('is not written into the database of another repository', async () => {
    const { mine } = await replicasOfALostDatabase()
    await mine.reference.bind({ ...A_BINDING, repository: '/other.git' })

    expect(await mine.recover()).toBe(false)

    expect(mine.store.publications).toEqual([])
    expect(mine.served()[0]).toBe(`production 1.3 ${commitOf(2)}`)
  })
})

describe('an epoch that an operator asked for', () => {
  it('is begun for every environment, by one of the replicas', async () => {
    const database = new FakeDatabase()
    const mine = aServer({ database })
    const other = aServer({ database })
    await mine.commit(1, 'production', 'staging')
    await other.publisher.catchUp()
    await mine.reference.raiseEpochFloor(EPOCH_BEFORE + 7)

    await Promise.all([mine.recover(), other.recover()])
    await Promise.all([mine.recover(), other.recover()])

    expect(mine.served()).toEqual([`production 7.1 ${commitOf(1)}`, `staging 7.1 ${commitOf(1)}`])
    expect(other.served()).toEqual(mine.served())
  })
})

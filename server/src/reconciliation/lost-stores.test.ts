import { compareRevisions } from '@evenkeel/core/revision'
import { aConfigRepository, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeRepository } from '../git/fake-repository.ts'
import { EPOCH_BEFORE } from '../publication/a-publisher.ts'
import { keepRevision } from '../snapshots/last-known-good/keep-revision.ts'
import { aProcess } from './a-process.ts'

const HOUR_MS = 60 * 60 * 1000
const START_MS = Date.parse('2026-11-01T00:00:00Z')

function aRepository(): FakeRepository {
  const repository = new FakeRepository()
  const files = aConfigRepository().files()
  repository.commit('Start', Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])))
  return repository
}

describe('a store that is made anew', () => {
  it('goes on above what services have, whatever was lost', async () => {
    const repository = aRepository()
    const lost = aProcess({ clock: fakeClock(), repository })
    await lost.reconcile()

    const anew = aProcess({ clock: fakeClock(START_MS + 1000), repository })
    await anew.reconcile()

    const [before, after] = [lost, anew].map(({ service }) => service.find('production')!.stored)
    expect(compareRevisions(after!, before!)).toBeGreaterThan(0)
  })

  it('is below them where the clock was an hour ahead before, until an operator raises the epoch', async () => {
    const repository = aRepository()
    const ahead = aProcess({ clock: fakeClock(START_MS + HOUR_MS), repository })
    await ahead.reconcile()
    const clients = ahead.service.find('production')!.stored

    const anew = aProcess({ clock: fakeClock(START_MS), repository })
    await anew.reconcile()
    expect(compareRevisions(anew.service.find('production')!.stored, clients)).toBeLessThan(0)

    await anew.reference.raiseEpochFloor(clients.epoch + 1)
    expect((await anew.reconcile()).outcome).toBe('unchanged')
    const cured = anew.service.find('production')!.stored
    expect([cured.epoch, cured.sequence]).toEqual([clients.epoch + 1, 1])
  })

  it('goes on in its epoch when the clock is an hour behind after it was made', async () => {
    const repository = aRepository()
    const before = aProcess({ clock: fakeClock(START_MS + HOUR_MS), repository })
    await before.reconcile()
    const files = { 'README.md': 'Read me' }
    repository.commit('Say something', files)

    const after = aProcess({ clock: fakeClock(START_MS), repository, database: before.database })
    await after.reconcile()

    const { epoch, sequence } = after.service.find('production')!.stored
    expect([epoch - EPOCH_BEFORE, sequence]).toEqual([1 + HOUR_MS / 1000, 2])
  })
})

describe('a base from before there were companions', () => {
  it('is given one at the next sync of the same commit, without another content', async () => {
    const before = aProcess({ clock: fakeClock(), repository: aRepository() })
    await before.reconcile()
    const { base, operations, stored } = before.service.find('production')!
    const { companion, ...withoutCompanion } = base

    const legacy = aProcess({ clock: before.clock, repository: before.repository })
    await keepRevision(legacy.lastKnownGood, { snapshot: stored, base: withoutCompanion, operations })
    await legacy.service.restore()
    await legacy.reconcile()

    const served = legacy.service.find('production')!
    expect(served.base.companion).toEqual(companion)
    expect(served.stored.contentHash).toBe(stored.contentHash)
    expect(compareRevisions(served.stored, stored)).toBeGreaterThan(0)
  })
})

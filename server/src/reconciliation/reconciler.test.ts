import type { Operation } from '@evenkeel/core/compilation'
import { STAGING, aConfigRepository, fakeClock, push, withFlags } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { unreachable } from '../git/repository-faults.ts'
import { EPOCH_BEFORE } from '../publication/a-publisher.ts'
import { aStoredRevision } from '../snapshots/store/a-stored-revision.ts'
import type { ProcessSurroundings } from './a-process.ts'
import { A_BINDING, aProcess, aRestarted } from './a-process.ts'

const BROKEN = aConfigRepository().withFile('flags/broken.yaml', 'apiVersion: evenkeel/v1\nkind: Flagg\n')
const aNewProcess = (surroundings: Partial<ProcessSurroundings> = {}) =>
  aProcess({ clock: fakeClock(), ...surroundings })

const OVERRIDE: Operation = { id: 'o-1', flag: 'checkout-redesign', variant: 'on' }

describe('Reconciler', () => {
  it('publishes and serves the first commit', async () => {
    const { repository, reconcile, served, store } = aNewProcess()
    const commit = push(repository, 'First', aConfigRepository())
    expect(await reconcile()).toMatchObject({
      outcome: 'published',
      commit: { id: commit, subject: 'First' },
      issues: [],
    })
    expect(served()).toEqual([`production 1.1 ${commit}`])
    expect(store.publications).toHaveLength(1)
  })

  it('asks nothing but the branch while it does not move', async () => {
    const { repository, reconcile } = aNewProcess()
    push(repository, 'First', aConfigRepository())
    await reconcile()
    const { lists, blobs } = repository.asked
    expect((await reconcile()).outcome).toBe('unchanged')
    expect(repository.asked).toMatchObject({ lists, blobs })
  })

  it('gives every commit the next sequence, in every environment', async () => {
    const { repository, reconcile, served } = aNewProcess()
    push(repository, 'First', STAGING)
    await reconcile()
    const commit = push(repository, 'Second', withFlags(STAGING, 1))
    await reconcile()
    expect(served()).toEqual([`production 1.2 ${commit}`, `staging 1.2 ${commit}`])
  })

  it('reads only the files that a commit changed, and no snapshot that it published itself', async () => {
    const { repository, reconcile, store } = aNewProcess()
    push(repository, 'First', aConfigRepository())
    await reconcile()
    const { blobs } = repository.asked
    for (const [index, holding] of [STAGING, aConfigRepository()].entries()) {
      push(repository, `Change ${index}`, holding)
      await reconcile()
    }
    expect(repository.asked.blobs).toBe(blobs + 1)
    expect(store.reads).toBe(0)
  })

  describe('given a broken commit', () => {
    it('refuses it with its issues, and serves what was served', async () => {
      const { repository, reconcile, served, store } = aNewProcess()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      const bad = push(repository, 'Bad', BROKEN)
      const { outcome, commit, issues } = await reconcile()
      expect([outcome, commit?.id]).toEqual(['refused', bad])
      expect(issues).toContainEqual(
        expect.objectContaining({ severity: 'error', file: 'flags/broken.yaml', line: 2 }),
      )
      expect(served()).toEqual([`production 1.1 ${good}`])
      expect(store.publications).toHaveLength(1)
    })

    it('does not validate it again at each poll, but for a retry', async () => {
      const { repository, reconcile } = aNewProcess()
      push(repository, 'Bad', BROKEN)
      const first = await reconcile()
      expect(await reconcile()).toEqual(first)
      expect(repository.asked.lists).toBe(1)
      expect(await reconcile(true)).toEqual(first)
      expect(repository.asked.lists).toBe(2)
    })

    it('publishes the commit that reverts it', async () => {
      const { repository, reconcile, served } = aNewProcess()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      push(repository, 'Bad', BROKEN)
      await reconcile()
      const reverted = repository.restore('Revert', good)
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.2 ${reverted}`])
    })

    it('goes back to the good one by a forced push without publishing it again', async () => {
      const { repository, reconcile, served } = aNewProcess()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      push(repository, 'Bad', BROKEN)
      await reconcile()
      repository.resetTo(good)
      expect((await reconcile()).outcome).toBe('unchanged')
      expect(served()).toEqual([`production 1.1 ${good}`])
    })

    it('serves the last good one after a restart', async () => {
      const before = aNewProcess()
      const good = push(before.repository, 'Good', aConfigRepository())
      await before.reconcile()
      push(before.repository, 'Bad', BROKEN)
      const after = aRestarted(before)
      expect((await after.reconcile()).outcome).toBe('refused')
      expect(after.served()).toEqual([`production 1.1 ${good}`])
    })

    it('refuses a file of 5 MB as the mistake of its author', async () => {
      const { repository, reconcile } = aNewProcess()
      push(repository, 'Dump', aConfigRepository().withFile('flags/dump.yaml', new Uint8Array(5_000_000)))
      const { outcome, issues } = await reconcile()
      expect(outcome).toBe('refused')
      expect(issues[0]).toMatchObject({ code: 'file-too-large', file: 'flags/dump.yaml' })
    })
  })

  describe('after a restart', () => {
    it('serves what was published, without publishing or reading it again', async () => {
      const before = aNewProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const after = aRestarted(before, { lastKnownGood: before.lastKnownGood })
      await after.service.restore()
      const { lists } = before.repository.asked
      expect((await after.reconcile()).outcome).toBe('unchanged')
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
      expect(before.repository.asked.lists).toBe(lists)
    })

    it('looks at the newest commit while a database without any publication gets ready', async () => {
      const { repository, reconcile, served, database } = aNewProcess()
      const release = database.hang()
      const commit = push(repository, 'First', aConfigRepository())
      const reconciling = reconcile()
      await expect.poll(() => repository.asked.blobs).toBeGreaterThan(0)
      expect(served()).toEqual([])
      release()
      expect((await reconciling).outcome).toBe('published')
      expect(served()).toEqual([`production 1.1 ${commit}`])
      expect(repository.asked.lists).toBe(1)
    })

    it('serves what was published also while Git cannot be reached', async () => {
      const before = aNewProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      before.repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
      const after = aRestarted(before)
      await expect(after.reconcile()).rejects.toMatchObject({ code: 'repository-unreachable' })
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
    })

    it('serves what it can when one environment cannot be read back, says so, and publishes it anew', async () => {
      const before = aNewProcess()
      const commit = push(before.repository, 'First', STAGING)
      await before.reconcile()
      const unreadable = aStoredRevision({
        environment: 'staging',
        commit,
        epoch: EPOCH_BEFORE + 1,
        sequence: 2,
      })
      await before.store.publish({
        revisions: [unreadable],
        expectedHeads: [{ environment: 'staging', head: { epoch: EPOCH_BEFORE + 1, sequence: 1 } }],
      })
      const after = aRestarted(before)
      await after.publisher.catchUp()
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
      expect(after.logger.messages('error')).toEqual([
        expect.stringContaining('The newest revision of staging in the database cannot be read back'),
      ])
      expect((await after.reconcile()).outcome).toBe('published')
      expect(after.served()).toEqual([`production 1.1 ${commit}`, `staging 1.3 ${commit}`])
    })

    it('begins a new epoch when the database is older than what services have', async () => {
      const before = aNewProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const after = aNewProcess({ repository: before.repository, lastKnownGood: before.lastKnownGood })
      await after.service.restore()
      expect((await after.reconcile()).outcome).toBe('unchanged')
      expect(after.served()).toEqual([`production 2.1 ${commit}`])
      expect(await after.reference.load()).toMatchObject({ commit, binding: A_BINDING })
    })
  })

  it('writes back what services have, operations too, when the database was restored from a backup', async () => {
    const before = aNewProcess()
    const first = push(before.repository, 'First', aConfigRepository())
    await before.reconcile()
    const backup = aNewProcess({ repository: before.repository })
    await backup.reconcile()
    const second = push(before.repository, 'Second', STAGING)
    await before.reconcile()
    await before.operations.put('production', OVERRIDE)
    expect(before.served()[0]).toBe(`production 1.3 ${second}`)

    before.repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
    const after = aRestarted(before, { database: backup.database, lastKnownGood: before.lastKnownGood })
    await after.service.restore()
    await expect(after.reconcile()).rejects.toMatchObject({ code: 'repository-unreachable' })

    expect(backup.served()).toEqual([`production 1.1 ${first}`])
    expect(after.served()[0]).toBe(`production 2.1 ${second}`)
    expect(after.operations.list('production')).toEqual([OVERRIDE])
    expect(after.logger.messages('warn')).toEqual([
      'The database does not have what is served; it is written back in a new epoch',
    ])
  })

  describe('when an environment is no longer in the commit', () => {
    it('serves its last revision, and warns', async () => {
      const { repository, reconcile, served } = aNewProcess()
      const first = push(repository, 'With staging', STAGING)
      await reconcile()
      const second = push(repository, 'Without', aConfigRepository())
      const { outcome, issues } = await reconcile()
      expect(outcome).toBe('published')
      expect(issues).toEqual([
        expect.objectContaining({ code: 'environment-left-behind', severity: 'warning' }),
      ])
      expect(served()).toEqual([`production 1.2 ${second}`, `staging 1.1 ${first}`])
      expect((await reconcile()).issues).toEqual(issues)
    })

    it('still knows after a restart that the commit is published', async () => {
      const before = aNewProcess()
      push(before.repository, 'With staging', STAGING)
      await before.reconcile()
      push(before.repository, 'Without', aConfigRepository())
      await before.reconcile()
      const after = aRestarted(before)
      const { outcome, issues } = await after.reconcile()
      expect(outcome).toBe('unchanged')
      expect(issues).toEqual([expect.objectContaining({ code: 'environment-left-behind' })])
      expect(before.store.publications).toHaveLength(2)
    })
  })

  describe('when something is out of reach', () => {
    it('keeps serving when the branch vanishes, and goes on when it is back', async () => {
      const { repository, reconcile, served } = aNewProcess()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      repository.deleteBranch()
      expect(await reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'branch-vanished' }] })
      expect(served()).toEqual([`production 1.1 ${first}`])
      repository.resetTo(first)
      expect((await reconcile()).outcome).toBe('unchanged')
    })

    it('keeps serving when the database is down, and publishes once it is up', async () => {
      const { repository, reconcile, served, database } = aNewProcess()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      const second = push(repository, 'Second', STAGING)
      database.isDown = true
      await expect(reconcile()).rejects.toMatchObject({ code: 'store-unavailable' })
      expect(served()).toEqual([`production 1.1 ${first}`])
      database.isDown = false
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.2 ${second}`, `staging 1.1 ${second}`])
    })
  })
})

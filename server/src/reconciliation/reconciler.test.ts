import type { ConfigRepositoryBuilder } from '@evenkeel/test/support'
import { aConfigRepository, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeRepository } from '../git/fake-repository.ts'
import { unreachable } from '../git/repository-faults.ts'
import { nodePlatform } from '../node-platform.ts'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { aStoredSnapshot } from '../snapshots/a-stored-snapshot.ts'
import { FakeSnapshotStore } from '../snapshots/fake-snapshot-store.ts'
import { FakeLastKnownGood } from '../snapshots/last-known-good/fake-last-known-good.ts'
import type { Publication } from '../snapshots/snapshot-store.ts'
import { Reconciler } from './reconciler.ts'

const BROKEN = aConfigRepository().withFile('flags/broken.yaml', 'apiVersion: evenkeel/v1\nkind: Flagg\n')
const STAGING = aConfigRepository().withFile(
  'environments/staging.yaml',
  'apiVersion: evenkeel/v1\nkind: Environment\nmetadata:\n  name: staging\nspec: {}\n',
)

/** Commits exactly what a configuration repository holds. */
function push(repository: FakeRepository, message: string, holding: ConfigRepositoryBuilder): string {
  const folders = { flags: null, environments: null, 'evenkeel.yaml': null }
  repository.commit(`${message} (emptied)`, folders)
  return repository.commit(
    message,
    Object.fromEntries(holding.files().map(({ path, bytes }) => [path, bytes])),
  )
}

/** One process; what is handed in was there before it started. */
function aProcess({
  repository = new FakeRepository(),
  store = new FakeSnapshotStore(),
  lastKnownGood = new FakeLastKnownGood(),
} = {}) {
  const clock = fakeClock()
  const { service } = aSnapshotService(clock, lastKnownGood)
  const reconciler = new Reconciler({
    repository,
    store,
    installer: service,
    served: service,
    clock,
    platform: nodePlatform,
  })
  return {
    repository,
    store,
    lastKnownGood,
    service,
    reconciler,
    reconcile: (force = false) => reconciler.reconcile({ force }),
    served: () =>
      service
        .list()
        .map(({ stored }) => `${stored.environment} ${stored.epoch}.${stored.sequence} ${stored.commit}`),
  }
}

describe('Reconciler', () => {
  it('publishes and serves the first commit', async () => {
    const { repository, reconcile, served, store } = aProcess()
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
    const { repository, reconcile } = aProcess()
    push(repository, 'First', aConfigRepository())
    await reconcile()
    const { lists, blobs } = repository.asked
    expect((await reconcile()).outcome).toBe('unchanged')
    expect(repository.asked).toMatchObject({ lists, blobs })
  })

  it('gives every commit the next sequence, in every environment', async () => {
    const { repository, reconcile, served } = aProcess()
    push(repository, 'First', STAGING)
    await reconcile()
    const commit = push(repository, 'Second', STAGING.withoutFile('flags/checkout-redesign.yaml'))
    await reconcile()
    expect(served()).toEqual([`production 1.2 ${commit}`, `staging 1.2 ${commit}`])
  })

  it('reads only the files that a commit changed, and the heads once', async () => {
    const { repository, reconcile, store } = aProcess()
    let reads = 0
    const findHeads = store.findHeads.bind(store)
    store.findHeads = () => {
      reads++
      return findHeads()
    }
    push(repository, 'First', aConfigRepository())
    await reconcile()
    const { blobs } = repository.asked
    for (const [index, holding] of [STAGING, aConfigRepository()].entries()) {
      push(repository, `Change ${index}`, holding)
      await reconcile()
    }
    expect(repository.asked.blobs).toBe(blobs + 1)
    expect(reads).toBe(1)
  })

  it('follows a forced push back to an older commit with a new sequence', async () => {
    const { repository, reconcile, served } = aProcess()
    const first = push(repository, 'First', aConfigRepository())
    await reconcile()
    push(repository, 'Second', STAGING.withoutFile('environments/staging.yaml'))
    await reconcile()
    repository.resetTo(first)
    expect((await reconcile()).outcome).toBe('published')
    expect(served()).toEqual([`production 1.3 ${first}`])
  })

  describe('given a broken commit', () => {
    it('refuses it with its issues, and serves what was served', async () => {
      const { repository, reconcile, served, store } = aProcess()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      const bad = push(repository, 'Bad', BROKEN)
      const { outcome, commit, issues } = await reconcile()
      expect([outcome, commit.id]).toEqual(['refused', bad])
      expect(issues).toContainEqual(
        expect.objectContaining({ severity: 'error', file: 'flags/broken.yaml', line: 2 }),
      )
      expect(served()).toEqual([`production 1.1 ${good}`])
      expect(store.publications).toHaveLength(1)
    })

    it('does not validate it again at each poll, but for a retry', async () => {
      const { repository, reconcile } = aProcess()
      push(repository, 'Bad', BROKEN)
      const first = await reconcile()
      expect(await reconcile()).toEqual(first)
      expect(repository.asked.lists).toBe(1)
      expect(await reconcile(true)).toEqual(first)
      expect(repository.asked.lists).toBe(2)
    })

    it('publishes the commit that reverts it', async () => {
      const { repository, reconcile, served } = aProcess()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      push(repository, 'Bad', BROKEN)
      await reconcile()
      const reverted = repository.restore('Revert', good)
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.2 ${reverted}`])
    })

    it('goes back to the good one by a forced push without publishing it again', async () => {
      const { repository, reconcile, served } = aProcess()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      push(repository, 'Bad', BROKEN)
      await reconcile()
      repository.resetTo(good)
      expect((await reconcile()).outcome).toBe('unchanged')
      expect(served()).toEqual([`production 1.1 ${good}`])
    })

    it('serves the last good one after a restart', async () => {
      const before = aProcess()
      const good = push(before.repository, 'Good', aConfigRepository())
      await before.reconcile()
      push(before.repository, 'Bad', BROKEN)
      const after = aProcess({ repository: before.repository, store: before.store })
      expect((await after.reconcile()).outcome).toBe('refused')
      expect(after.served()).toEqual([`production 1.1 ${good}`])
    })

    it('refuses a file of 5 MB as the mistake of its author', async () => {
      const { repository, reconcile } = aProcess()
      push(repository, 'Dump', aConfigRepository().withFile('flags/dump.yaml', new Uint8Array(5_000_000)))
      const { outcome, issues } = await reconcile()
      expect(outcome).toBe('refused')
      expect(issues[0]).toMatchObject({ code: 'file-too-large', file: 'flags/dump.yaml' })
    })
  })

  describe('after a restart', () => {
    it('serves what was published, without publishing or reading it again', async () => {
      const before = aProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const after = aProcess({ repository: before.repository, store: before.store })
      const { lists } = before.repository.asked
      expect((await after.reconcile()).outcome).toBe('unchanged')
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
      expect(before.repository.asked.lists).toBe(lists)
    })

    it('serves what was published also while Git cannot be reached', async () => {
      const before = aProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      before.repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
      const after = aProcess({ repository: before.repository, store: before.store })
      await expect(after.reconcile()).rejects.toMatchObject({ code: 'repository-unreachable' })
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
    })

    it('serves what it can when one environment cannot be read back, and says so', async () => {
      const before = aProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const unreadable = aStoredSnapshot({ environment: 'staging', commit })
      await before.store.publish({
        ...before.store.publications[0]!,
        snapshots: [unreadable],
        expectedHeads: [],
      })
      const after = aProcess({ repository: before.repository, store: before.store })
      for (let poll = 0; poll < 2; poll++) {
        await expect(after.reconcile()).rejects.toMatchObject({ name: 'SnapshotError' })
      }
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
      const fixed = push(before.repository, 'Second', STAGING)
      expect((await after.reconcile()).outcome).toBe('published')
      expect(after.served()).toEqual([`production 1.2 ${fixed}`, `staging 1.2 ${fixed}`])
    })

    it('begins a new epoch when the database is older than what services have', async () => {
      const before = aProcess()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const after = aProcess({ repository: before.repository, lastKnownGood: before.lastKnownGood })
      await after.service.restore()
      expect((await after.reconcile()).outcome).toBe('published')
      expect(after.served()).toEqual([`production 2.1 ${commit}`])
    })
  })

  it('begins a new epoch also when the older database is at the newest commit', async () => {
    const before = aProcess()
    const commit = push(before.repository, 'First', aConfigRepository())
    await before.reconcile()
    const backup = new FakeSnapshotStore()
    await backup.publish(before.store.publications[0]!)
    push(before.repository, 'Second', STAGING)
    await before.reconcile()
    before.repository.resetTo(commit)
    const after = aProcess({ ...before, store: backup })
    await after.service.restore()
    await after.reconcile()
    expect(after.served()[0]).toBe(`production 2.1 ${commit}`)
  })

  describe('when an environment is no longer in the commit', () => {
    it('serves its last revision, and warns', async () => {
      const { repository, reconcile, served } = aProcess()
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
      const before = aProcess()
      push(before.repository, 'With staging', STAGING)
      await before.reconcile()
      push(before.repository, 'Without', aConfigRepository())
      await before.reconcile()
      const after = aProcess({ repository: before.repository, store: before.store })
      const { outcome, issues } = await after.reconcile()
      expect(outcome).toBe('unchanged')
      expect(issues).toEqual([expect.objectContaining({ code: 'environment-left-behind' })])
      expect(before.store.publications).toHaveLength(2)
    })
  })

  describe('when something is out of reach', () => {
    it('keeps serving when the branch vanishes, and goes on when it is back', async () => {
      const { repository, reconcile, served } = aProcess()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      repository.deleteBranch()
      await expect(reconcile()).rejects.toMatchObject({ code: 'branch-not-found' })
      expect(served()).toEqual([`production 1.1 ${first}`])
      repository.resetTo(first)
      expect((await reconcile()).outcome).toBe('unchanged')
    })

    it('keeps serving when the database is down, and publishes once it is up', async () => {
      const { repository, reconcile, served, store, reconciler } = aProcess()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      const second = push(repository, 'Second', STAGING)
      store.isDown = true
      await expect(reconcile()).rejects.toMatchObject({ code: 'store-unavailable' })
      expect(served()).toEqual([`production 1.1 ${first}`])
      expect(reconciler.desired?.id).toBe(second)
      store.isDown = false
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.2 ${second}`, `staging 1.1 ${second}`])
    })

    it('does not need the database to see that nothing changed', async () => {
      const { repository, reconcile, store } = aProcess()
      push(repository, 'First', aConfigRepository())
      await reconcile()
      store.isDown = true
      expect((await reconcile()).outcome).toBe('unchanged')
    })
  })

  describe('beside another replica', () => {
    it('takes over what the other published of the same commit', async () => {
      const [mine, other] = replicas()
      push(mine.repository, 'First', aConfigRepository())
      await mine.reconcile()
      await other.reconcile()
      const second = push(mine.repository, 'Second', STAGING)
      expect((await other.reconcile()).outcome).toBe('published')
      expect((await mine.reconcile()).outcome).toBe('unchanged')
      expect(mine.served()).toEqual([`production 1.2 ${second}`, `staging 1.1 ${second}`])
      expect(mine.store.publications).toHaveLength(2)
    })

    it('asks Git again after a conflict, so that it never publishes an older commit over a newer one', async () => {
      const [mine, other] = replicas()
      push(mine.repository, 'First', aConfigRepository())
      await mine.reconcile()
      await other.reconcile()
      push(mine.repository, 'Second', STAGING)
      let third = ''
      mine.store.beforePublish = async () => {
        third = push(mine.repository, 'Third', aConfigRepository())
        await other.reconcile()
      }
      expect((await mine.reconcile()).commit.id).toBe(third)
      expect(mine.store.publications.map(({ subject }) => subject)).toEqual(['First', 'Third'])
      expect(mine.served()).toEqual([`production 1.2 ${third}`])
    })

    it('gives up for now when it loses every time', async () => {
      const store = new RacingStore()
      store.publish = () => Promise.resolve('conflict')
      const { repository, reconcile, served } = aProcess({ store })
      push(repository, 'First', aConfigRepository())
      await expect(reconcile()).rejects.toMatchObject({
        code: 'store-unavailable',
        message: 'Another replica published first, 5 times in a row',
      })
      expect(served()).toEqual([])
    })
  })
})

/** Lets something happen right before the next publication. */
class RacingStore extends FakeSnapshotStore {
  beforePublish: (() => Promise<void>) | undefined

  override async publish(publication: Publication): Promise<'published' | 'conflict'> {
    const happens = this.beforePublish
    this.beforePublish = undefined
    await happens?.()
    return super.publish(publication)
  }
}

function replicas() {
  const repository = new FakeRepository()
  const store = new RacingStore()
  return [
    { ...aProcess({ repository, store }), store },
    { ...aProcess({ repository, store }), store },
  ] as const
}

import { createHash } from 'node:crypto'
import type { Operation } from '@evenkeel/core/compilation'
import type { ConfigRepositoryBuilder } from '@evenkeel/test/support'
import { aConfigRepository, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeDatabase } from '../database/fake-database.ts'
import { FakeRepository } from '../git/fake-repository.ts'
import { unreachable } from '../git/repository-faults.ts'
import { aStoredRevision } from '../snapshots/store/a-stored-revision.ts'
import { FakeSnapshotStore } from '../snapshots/store/fake-snapshot-store.ts'
import type { Transaction } from '../database/unit-of-work.ts'
import type { Control } from '../control/control.ts'
import { InProcessControl } from '../control/in-process-control.ts'
import { nodePlatform } from '../node-platform.ts'
import { EPOCH_BEFORE } from '../publication/a-publisher.ts'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import type { ProcessSurroundings } from './a-process.ts'
import { A_BINDING, aProcess } from './a-process.ts'

const BROKEN = aConfigRepository().withFile('flags/broken.yaml', 'apiVersion: evenkeel/v1\nkind: Flagg\n')
const STAGING = aConfigRepository().withFile(
  'environments/staging.yaml',
  'apiVersion: evenkeel/v1\nkind: Environment\nmetadata:\n  name: staging\nspec: {}\n',
)

const FLAG = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: KEY
spec:
  type: boolean
  defaultVariant: off
`
const configOf = (name: string, value: string) => `apiVersion: evenkeel/v1
kind: Config
metadata:
  name: ${name}
spec:
  schema: { type: string }
  value: "${value}"
`
const LIMITS = configOf('limits', 'few')

const OVERRIDE: Operation = { id: 'o-1', flag: 'checkout-redesign', variant: 'on' }

/** Commits exactly what a configuration repository holds. */
function push(repository: FakeRepository, message: string, holding: ConfigRepositoryBuilder): string {
  const folders = { flags: null, environments: null, configs: null, 'evenkeel.yaml': null }
  repository.commit(`${message} (emptied)`, folders)
  return repository.commit(
    message,
    Object.fromEntries(holding.files().map(({ path, bytes }) => [path, bytes])),
  )
}

const process = (surroundings: Partial<ProcessSurroundings> = {}) =>
  aProcess({ clock: fakeClock(), ...surroundings })

/** The process that comes after another one on the same repository and database. */
const restarted = (before: ReturnType<typeof process>, surroundings: Partial<ProcessSurroundings> = {}) =>
  process({ repository: before.repository, database: before.database, clock: before.clock, ...surroundings })

describe('Reconciler', () => {
  it('publishes and serves the first commit', async () => {
    const { repository, reconcile, served, store } = process()
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
    const { repository, reconcile } = process()
    push(repository, 'First', aConfigRepository())
    await reconcile()
    const { lists, blobs } = repository.asked
    expect((await reconcile()).outcome).toBe('unchanged')
    expect(repository.asked).toMatchObject({ lists, blobs })
  })

  it('gives every commit the next sequence, in every environment', async () => {
    const { repository, reconcile, served } = process()
    push(repository, 'First', STAGING)
    await reconcile()
    const commit = push(repository, 'Second', withFlags(STAGING, 1))
    await reconcile()
    expect(served()).toEqual([`production 1.2 ${commit}`, `staging 1.2 ${commit}`])
  })

  it('reads only the files that a commit changed, and no snapshot that it published itself', async () => {
    const { repository, reconcile, store } = process()
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
      const { repository, reconcile, served, store } = process()
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
      const { repository, reconcile } = process()
      push(repository, 'Bad', BROKEN)
      const first = await reconcile()
      expect(await reconcile()).toEqual(first)
      expect(repository.asked.lists).toBe(1)
      expect(await reconcile(true)).toEqual(first)
      expect(repository.asked.lists).toBe(2)
    })

    it('publishes the commit that reverts it', async () => {
      const { repository, reconcile, served } = process()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      push(repository, 'Bad', BROKEN)
      await reconcile()
      const reverted = repository.restore('Revert', good)
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.2 ${reverted}`])
    })

    it('goes back to the good one by a forced push without publishing it again', async () => {
      const { repository, reconcile, served } = process()
      const good = push(repository, 'Good', aConfigRepository())
      await reconcile()
      push(repository, 'Bad', BROKEN)
      await reconcile()
      repository.resetTo(good)
      expect((await reconcile()).outcome).toBe('unchanged')
      expect(served()).toEqual([`production 1.1 ${good}`])
    })

    it('serves the last good one after a restart', async () => {
      const before = process()
      const good = push(before.repository, 'Good', aConfigRepository())
      await before.reconcile()
      push(before.repository, 'Bad', BROKEN)
      const after = restarted(before)
      expect((await after.reconcile()).outcome).toBe('refused')
      expect(after.served()).toEqual([`production 1.1 ${good}`])
    })

    it('refuses a file of 5 MB as the mistake of its author', async () => {
      const { repository, reconcile } = process()
      push(repository, 'Dump', aConfigRepository().withFile('flags/dump.yaml', new Uint8Array(5_000_000)))
      const { outcome, issues } = await reconcile()
      expect(outcome).toBe('refused')
      expect(issues[0]).toMatchObject({ code: 'file-too-large', file: 'flags/dump.yaml' })
    })
  })

  describe('after a restart', () => {
    it('serves what was published, without publishing or reading it again', async () => {
      const before = process()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const after = restarted(before, { lastKnownGood: before.lastKnownGood })
      await after.service.restore()
      const { lists } = before.repository.asked
      expect((await after.reconcile()).outcome).toBe('unchanged')
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
      expect(before.repository.asked.lists).toBe(lists)
    })

    it('looks at the newest commit while a database without any publication gets ready', async () => {
      const { repository, reconcile, served, database } = process()
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
      const before = process()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      before.repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
      const after = restarted(before)
      await expect(after.reconcile()).rejects.toMatchObject({ code: 'repository-unreachable' })
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
    })

    it('serves what it can when one environment cannot be read back, says so, and publishes it anew', async () => {
      const before = process()
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
      const after = restarted(before)
      await after.publisher.catchUp()
      expect(after.served()).toEqual([`production 1.1 ${commit}`])
      expect(after.logger.messages('error')).toEqual([
        expect.stringContaining('The newest revision of staging in the database cannot be read back'),
      ])
      expect((await after.reconcile()).outcome).toBe('published')
      expect(after.served()).toEqual([`production 1.1 ${commit}`, `staging 1.3 ${commit}`])
    })

    it('begins a new epoch when the database is older than what services have', async () => {
      const before = process()
      const commit = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const after = process({ repository: before.repository, lastKnownGood: before.lastKnownGood })
      await after.service.restore()
      expect((await after.reconcile()).outcome).toBe('unchanged')
      expect(after.served()).toEqual([`production 2.1 ${commit}`])
      expect(await after.reference.load()).toMatchObject({ commit, binding: A_BINDING })
    })
  })

  it('writes back what services have, operations too, when the database was restored from a backup', async () => {
    const before = process()
    const first = push(before.repository, 'First', aConfigRepository())
    await before.reconcile()
    const backup = process({ repository: before.repository })
    await backup.reconcile()
    const second = push(before.repository, 'Second', STAGING)
    await before.reconcile()
    await before.operations.put('production', OVERRIDE)
    expect(before.served()[0]).toBe(`production 1.3 ${second}`)

    before.repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
    const after = restarted(before, { database: backup.database, lastKnownGood: before.lastKnownGood })
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
      const { repository, reconcile, served } = process()
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
      const before = process()
      push(before.repository, 'With staging', STAGING)
      await before.reconcile()
      push(before.repository, 'Without', aConfigRepository())
      await before.reconcile()
      const after = restarted(before)
      const { outcome, issues } = await after.reconcile()
      expect(outcome).toBe('unchanged')
      expect(issues).toEqual([expect.objectContaining({ code: 'environment-left-behind' })])
      expect(before.store.publications).toHaveLength(2)
    })
  })

  describe('when something is out of reach', () => {
    it('keeps serving when the branch vanishes, and goes on when it is back', async () => {
      const { repository, reconcile, served } = process()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      repository.deleteBranch()
      expect(await reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'branch-vanished' }] })
      expect(served()).toEqual([`production 1.1 ${first}`])
      repository.resetTo(first)
      expect((await reconcile()).outcome).toBe('unchanged')
    })

    it('keeps serving when the database is down, and publishes once it is up', async () => {
      const { repository, reconcile, served, database } = process()
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

  describe('beside another replica', () => {
    it('takes over what the other published of the same commit', async () => {
      const { mine, other } = replicas()
      push(mine.repository, 'First', aConfigRepository())
      await mine.reconcile()
      await other.reconcile()
      const second = push(mine.repository, 'Second', STAGING)
      expect((await other.reconcile()).outcome).toBe('published')
      expect((await mine.reconcile()).outcome).toBe('unchanged')
      expect(mine.served()).toEqual([`production 1.2 ${second}`, `staging 1.1 ${second}`])
      expect(mine.store.publications).toHaveLength(2)
    })

    it('asks Git again after the other admitted a newer commit, and never publishes an older one over it', async () => {
      const { mine, other, control } = replicas()
      push(mine.repository, 'First', aConfigRepository())
      await mine.reconcile()
      await other.reconcile()
      push(mine.repository, 'Second', STAGING)
      let third = ''
      control.beforeVerdict = async () => {
        third = push(mine.repository, 'Third', aConfigRepository())
        await other.reconcile()
      }
      expect((await mine.reconcile()).commit?.id).toBe(third)
      expect(mine.store.publications.map(({ admitted }) => admitted?.subject)).toEqual(['First', 'Third'])
      expect(mine.served()).toEqual([`production 1.2 ${third}`])
    })

    it('makes its base over what an operator changed elsewhere meanwhile, without admitting anew', async () => {
      const { mine, other, control } = replicas()
      push(mine.repository, 'First', aConfigRepository())
      await mine.reconcile()
      await other.reconcile()
      const second = push(mine.repository, 'Second', STAGING)
      control.beforeVerdict = async () => {
        await other.operations.put('production', OVERRIDE)
      }
      expect((await mine.reconcile()).outcome).toBe('published')
      expect(mine.served()[0]).toBe(`production 1.3 ${second}`)
      expect(mine.operations.list('production')).toEqual([OVERRIDE])
      expect(control.admissions).toBe(2)
    })

    it('is not held by one whose copy of Git is behind, which is held itself', async () => {
      const { mine, other } = replicas()
      const first = push(mine.repository, 'First', aConfigRepository())
      await mine.reconcile()
      const second = push(mine.repository, 'Second', STAGING)
      await mine.reconcile()

      mine.repository.resetTo(first)
      expect(await other.reconcile()).toMatchObject({
        outcome: 'held',
        holds: [{ code: 'rewound', commit: first }],
      })
      mine.repository.resetTo(second)

      expect((await mine.reconcile()).outcome).toBe('unchanged')
      expect(other.served()).toEqual([`production 1.2 ${second}`, `staging 1.1 ${second}`])
    })

    it('gives up for now when it loses every time', async () => {
      const store = new LosingStore()
      const { repository, reconcile, served } = process({ database: store.database, store })
      push(repository, 'First', aConfigRepository())
      await expect(reconcile()).rejects.toMatchObject({
        code: 'store-unavailable',
        message: 'Others published first, 8 times in a row',
      })
      expect(served()).toEqual([])
    })
  })

  describe('given a branch that does not follow what was admitted', () => {
    it('holds what goes back, across restarts, until it is accepted', async () => {
      const before = process()
      const first = push(before.repository, 'First', aConfigRepository())
      await before.reconcile()
      const second = push(before.repository, 'Second', STAGING.withoutFile('environments/staging.yaml'))
      await before.reconcile()
      before.repository.resetTo(first)
      expect(await before.reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'rewound' }] })

      const after = restarted(before)
      const { holds } = await after.reconcile()
      expect(holds).toMatchObject([{ code: 'rewound', commit: first }])
      expect(after.served()).toEqual([`production 1.2 ${second}`])

      await after.acceptance.accept({ holds }, { commit: first, rebind: false })
      expect((await after.reconcile()).outcome).toBe('published')
      expect(after.served()).toEqual([`production 1.3 ${first}`])
      expect(await after.reference.load()).toMatchObject({ commit: first })
    })

    it('holds an unrelated history, but not for those who force-push', async () => {
      const held = process()
      push(held.repository, 'First', aConfigRepository())
      await held.reconcile()
      const root = held.repository.commitOn([], 'Another root', filesOf(STAGING))
      expect(await held.reconcile()).toMatchObject({
        outcome: 'held',
        holds: [{ code: 'unrelated-history' }],
      })

      const { reconcile, served } = restarted(held, { options: { history: 'any' } })
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.2 ${root}`, `staging 1.1 ${root}`])
    })

    it('ends a hold by itself when a good commit comes', async () => {
      const { repository, reconcile, served } = process()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      repository.commitOn([], 'Another root', filesOf(STAGING))
      await reconcile()
      repository.resetTo(first)
      const second = push(repository, 'Second', STAGING)
      expect(await reconcile()).toMatchObject({ outcome: 'published', holds: [] })
      expect(served()[0]).toBe(`production 1.2 ${second}`)
    })
  })

  describe('on the database of another repository', () => {
    it('serves it and takes operations, holds its own, and moves it when that is accepted', async () => {
      const theirs = process()
      const there = push(theirs.repository, 'There', aConfigRepository())
      await theirs.reconcile()
      const ours = process({
        database: theirs.database,
        options: { binding: { ...A_BINDING, repository: '/other.git' } },
      })
      const here = push(ours.repository, 'Here', STAGING)

      const { holds } = await ours.reconcile()
      expect(holds).toMatchObject([{ code: 'other-repository', commit: here }])
      expect(ours.served()).toEqual([`production 1.1 ${there}`])
      await ours.operations.put('production', OVERRIDE)
      expect(ours.served()).toEqual([`production 1.2 ${there}`])

      await expect(ours.acceptance.accept({ holds }, { commit: here, rebind: false })).rejects.toMatchObject({
        status: 409,
        code: 'rebind-required',
      })
      await ours.acceptance.accept({ holds }, { commit: here, rebind: true })
      expect((await ours.reconcile()).outcome).toBe('published')
      expect(ours.served()[0]).toBe(`production 1.3 ${here}`)
      expect(await theirs.reconcile()).toMatchObject({ holds: [{ code: 'other-repository' }] })
    })

    it('says what can be accepted when something else is asked for', async () => {
      const { acceptance, repository, reconcile } = process()
      push(repository, 'First', aConfigRepository())
      const { holds } = await reconcile()

      await expect(
        acceptance.accept({ holds }, { commit: 'f'.repeat(40), rebind: false }),
      ).rejects.toMatchObject({ status: 409, code: 'not-held' })
    })
  })

  describe('given a commit that changes much at once', () => {
    it('holds it where it does, publishes the rest, and all of it once that is accepted', async () => {
      const { repository, reconcile, served, acceptance } = process()
      push(repository, 'Twelve flags', withFlags(STAGING, 12))
      await reconcile()
      const much = push(repository, 'Two flags', withFlags(aConfigRepository(), 1))
      const { outcome, holds } = await reconcile()

      expect(outcome).toBe('held')
      expect(holds).toMatchObject([{ code: 'mass-change', environment: 'production', commit: much }])
      expect(served()[0]).toContain('production 1.1')

      await acceptance.accept({ holds }, { commit: much, rebind: false })
      expect((await reconcile()).outcome).toBe('published')
      expect(served()[0]).toBe(`production 1.2 ${much}`)
    })

    it('holds one that leaves nothing, and never what was published before', async () => {
      const { repository, reconcile, served } = process()
      const first = push(repository, 'First', aConfigRepository())
      await reconcile()
      push(repository, 'Second', withFlags(aConfigRepository(), 12))
      await reconcile()
      push(repository, 'Nothing left', aConfigRepository().withoutFile('flags/checkout-redesign.yaml'))
      expect(await reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'empty' }] })

      const reverted = repository.restore('Revert', first)
      expect((await reconcile()).outcome).toBe('published')
      expect(served()).toEqual([`production 1.3 ${reverted}`])
    })
  })

  it('holds a commit that does not fit with the operations in force, until it does', async () => {
    const small = aConfigRepository().withFile('configs/limits.yaml', LIMITS)
    const { repository, reconcile, served, operations, acceptance } = process()
    push(repository, 'First', small)
    await reconcile()
    await operations.put('production', { id: 'o-1', config: 'limits', patch: noise('operation', 60_000) })
    const much = push(
      repository,
      'Much',
      small.withFile('configs/more.yaml', configOf('more', noise('commit', 40_000))),
    )

    expect(await reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'no-room', commit: much }] })
    expect(served()[0]).toContain('production 1.2')

    const accepting = acceptance.accept(await reconcile(), { commit: much, rebind: false })
    await expect(accepting).rejects.toMatchObject({ status: 409, code: 'no-room' })

    await operations.lift('production', 'config/limits')
    expect((await reconcile()).outcome).toBe('published')
    expect(served()).toEqual([`production 1.4 ${much}`])
  })
})

const filesOf = (holding: ConfigRepositoryBuilder) =>
  Object.fromEntries(holding.files().map(({ path, bytes }) => [path, bytes]))

const withFlags = (holding: ConfigRepositoryBuilder, count: number): ConfigRepositoryBuilder =>
  Array.from({ length: count }, (_, index) => `flag-${index}`).reduce(
    (all, key) => all.withFile(`flags/${key}.yaml`, FLAG.replace('KEY', key)),
    holding,
  )

/** Text that hardly compresses, the same each time. */
function noise(seed: string, length: number): string {
  let text = ''
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha512').update(`${seed} ${block}`).digest('base64')
  }
  return text.slice(0, length)
}

/** Two processes on one repository and database; `control` is that of the first. */
function replicas() {
  const repository = new FakeRepository()
  const database = new FakeDatabase()
  const control = new PausingControl(new InProcessControl({ repository, platform: nodePlatform }))
  const mine = process({ repository, database, options: { control } })
  const other = process({ repository, database })
  return { mine, other, control }
}

/** Lets something happen between a fetch and the verdict on what it brought, once. */
class PausingControl implements Control {
  admissions = 0
  beforeVerdict: (() => Promise<void>) | undefined
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  fetch(request: Parameters<Control['fetch']>[0]): ReturnType<Control['fetch']> {
    return this.#control.fetch(request)
  }

  async admit(commit: string): ReturnType<Control['admit']> {
    this.admissions++
    const happens = this.beforeVerdict
    this.beforeVerdict = undefined
    await happens?.()
    return this.#control.admit(commit)
  }

  close(): Promise<void> {
    return this.#control.close()
  }
}

class LosingStore extends FakeSnapshotStore {
  override within(tx: Transaction): SnapshotStore {
    const bound = super.within(tx)
    bound.publish = () => Promise.resolve('conflict')
    return bound
  }
}

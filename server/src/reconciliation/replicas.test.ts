import type { Operation } from '@evenkeel/core/compilation'
import { STAGING, aConfigRepository, fakeClock, push } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { Control } from '../control/control.ts'
import { InProcessControl } from '../control/in-process-control.ts'
import { FakeDatabase } from '../database/fake-database.ts'
import type { Transaction } from '../database/unit-of-work.ts'
import { FakeRepository } from '../git/fake-repository.ts'
import { nodePlatform } from '../node-platform.ts'
import { FakeSnapshotStore } from '../snapshots/store/fake-snapshot-store.ts'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import type { ProcessSurroundings } from './a-process.ts'
import { aProcess } from './a-process.ts'

const aNewProcess = (surroundings: Partial<ProcessSurroundings> = {}) =>
  aProcess({ clock: fakeClock(), ...surroundings })

const OVERRIDE: Operation = { id: 'o-1', flag: 'checkout-redesign', variant: 'on' }

describe('a replica beside another', () => {
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
    const { repository, reconcile, served } = aNewProcess({ database: store.database, store })
    push(repository, 'First', aConfigRepository())
    await expect(reconcile()).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'Others published first, 8 times in a row',
    })
    expect(served()).toEqual([])
  })
})

/** Two processes on one repository and database; `control` is that of the first. */
function replicas() {
  const repository = new FakeRepository()
  const database = new FakeDatabase()
  const control = new PausingControl(new InProcessControl({ repository, platform: nodePlatform }))
  const mine = aNewProcess({ repository, database, options: { control } })
  const other = aNewProcess({ repository, database })
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

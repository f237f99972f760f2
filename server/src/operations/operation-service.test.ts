import type { Operation } from '@evenkeel/core/compilation'
import { aConfigRepository, aFlag, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { Control } from '../control/control.ts'
import { InProcessControl } from '../control/in-process-control.ts'
import { FakeDatabase } from '../database/fake-database.ts'
import { FakeRepository } from '../git/fake-repository.ts'
import { unreachable } from '../git/repository-faults.ts'
import { nodePlatform } from '../node-platform.ts'
import { aBase } from '../preparation/base/a-base.ts'
import { aPublisher } from '../publication/a-publisher.ts'
import type { ProcessSurroundings } from '../reconciliation/a-process.ts'
import { aProcess } from '../reconciliation/a-process.ts'

const KEY = 'checkout-redesign'
const FILE = `flags/${KEY}.yaml`
/** A flag that is off but for staff. */
const FIRST = Object.fromEntries(
  aConfigRepository()
    .files()
    .map(({ path, bytes }) => [path, bytes]),
)
const ON: Operation = { id: 'o-1', flag: KEY, variant: 'on' }
const OFF: Operation = { id: 'o-2', flag: KEY, state: 'DISABLED' }

/** A process that serves what a configuration repository holds. */
async function serving(surroundings: Partial<ProcessSurroundings> = {}) {
  const repository = new FakeRepository()
  const commit = repository.commit('First', FIRST)
  const parts = aProcess({ clock: fakeClock(), repository, ...surroundings })
  await parts.reconcile()
  return { ...parts, commit, value: () => valueIn(parts) }
}

const valueIn = ({ service }: Pick<ReturnType<typeof aProcess>, 'service'>, key = KEY) =>
  service.find('production')?.evaluator.evaluate<unknown>(key, 'any', 'nothing', {}).value

describe('an operation', () => {
  it('is served when it was answered, in the next revision of the same commit', async () => {
    const { operations, served, commit, value } = await serving()
    expect(value()).toBe(false)

    const { environment, revision, dormant } = await operations.put('production', ON)

    expect([environment, revision.sequence, dormant]).toEqual(['production', 2, []])
    expect(served()).toEqual([`production 1.2 ${commit}`])
    expect(value()).toBe(true)
  })

  it('takes the place of the one for the same flag', async () => {
    const { operations, value } = await serving()
    await operations.put('production', ON)
    await operations.put('production', OFF)

    expect(operations.list('production')).toEqual([OFF])
    expect(value()).toBe(false)
  })

  it('ends when it is lifted, with the content that Git gives', async () => {
    const { operations, service, value } = await serving()
    const before = service.find('production')?.stored.contentHash
    await operations.put('production', ON)
    expect(service.find('production')?.stored.contentHash).not.toBe(before)

    await operations.lift('production', `flag/${KEY}`)

    expect(operations.list('production')).toEqual([])
    expect(service.find('production')?.stored.contentHash).toBe(before)
    expect(value()).toBe(false)
  })

  it('that has no place in its base is dormant, is told so, and applies when it has one', async () => {
    const { operations, repository, reconcile, service } = await serving()
    const early: Operation = { id: 'o-3', flag: 'banner', variant: 'on' }

    const { dormant } = await operations.put('production', early)

    expect(dormant).toEqual([expect.objectContaining({ operation: early, reason: 'flag-not-found' })])
    const text = new TextDecoder().decode(FIRST[FILE]).replaceAll(KEY, 'banner')
    repository.commit('Banner', { 'flags/banner.yaml': text })
    await reconcile()
    expect(service.find('production')?.dormant).toEqual([])
    expect(valueIn({ service }, 'banner')).toBe(true)
  })

  it('for an environment that is not served is refused', async () => {
    const { operations } = await serving()

    await expect(operations.put('staging', ON)).rejects.toMatchObject({
      status: 404,
      code: 'environment-not-found',
    })
    await expect(operations.lift('staging', `flag/${KEY}`)).rejects.toMatchObject({ status: 404 })
    expect(() => operations.list('staging')).toThrow(/"staging" is not served/)
  })

  it('that makes a snapshot too large for its frame is refused, and changes nothing', async () => {
    const { publisher, preparer, operations, store, served } = aPublisher({ clock: fakeClock() })
    await publisher.publish({
      cause: 'commit',
      preparer,
      admitted: { commit: '1'.repeat(40), committedAt: new Date(0), subject: 'First', author: 'Ada' },
      changes: () => [{ base: aSmallBase(), operations: [] }],
    })
    const patch = Array.from({ length: 5_000 }, (_, n) => (n * 2_654_435_761) % 4_294_967_296)

    await expect(operations.put('production', { id: 'o-4', config: 'limits', patch })).rejects.toMatchObject({
      code: 'does-not-fit',
    })

    expect(store.publications).toHaveLength(1)
    expect(operations.list('production')).toEqual([])
    expect(served()).toEqual([`production 1.1 ${'1'.repeat(40)}`])
  })
})

const aSmallBase = () =>
  aBase({
    commit: '1'.repeat(40),
    frameBytes: 16 * 1024,
    flags: { [KEY]: aFlag() },
    configs: { limits: { value: [], schema: {} } },
  })

describe('an operator', () => {
  it('changes what is served while Git is away', async () => {
    const { operations, repository, reconcile, value } = await serving()
    repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
    await expect(reconcile()).rejects.toMatchObject({ code: 'repository-unreachable' })

    await operations.put('production', ON)

    expect(value()).toBe(true)
  })

  it('changes what is served while the newest commit is refused', async () => {
    const { operations, repository, reconcile, served, commit, value } = await serving()
    repository.commit('Broken', { [FILE]: 'kind: Flagg\n' })
    expect((await reconcile()).outcome).toBe('refused')

    await operations.put('production', ON)

    expect(value()).toBe(true)
    expect(served()).toEqual([`production 1.2 ${commit}`])
  })

  it('changes what is served from the last known good, once the database is back', async () => {
    const before = await serving()
    await before.operations.put('production', ON)
    const { database, lastKnownGood, repository, clock } = before
    const after = aProcess({ clock, database, lastKnownGood, repository })
    database.isDown = true
    await after.service.restore()
    expect(valueIn(after)).toBe(true)
    await expect(after.operations.put('production', OFF)).rejects.toMatchObject({ code: 'store-unavailable' })
    expect(after.operations.list('production')).toEqual([ON])

    database.isDown = false
    await after.operations.put('production', OFF)

    expect(valueIn(after)).toBe(false)
    expect(after.served()).toEqual([`production 1.3 ${before.commit}`])
  })

  it('is told that the database is away, and then nothing has changed', async () => {
    const { operations, database, served, commit, value } = await serving()
    database.isDown = true

    await expect(operations.put('production', ON)).rejects.toMatchObject({ code: 'store-unavailable' })

    expect(operations.list('production')).toEqual([])
    expect(value()).toBe(false)
    expect(served()).toEqual([`production 1.1 ${commit}`])
  })

  it('waits for no commit that is being looked at, and the commit keeps what was changed', async () => {
    const repository = new FakeRepository()
    const control = new HeldControl(new InProcessControl({ repository, platform: nodePlatform }))
    const database = new FakeDatabase()
    repository.commit('First', FIRST)
    const { reconcile, operations, served, service } = aProcess({
      clock: fakeClock(),
      repository,
      database,
      options: { control },
    })
    await reconcile()
    const release = control.hold()
    const second = repository.commit('Second', { 'README.md': 'Read me' })
    const reconciled = reconcile()
    await control.isHeld

    await operations.put('production', ON)

    expect(valueIn({ service })).toBe(true)
    release()
    expect((await reconciled).outcome).toBe('published')
    expect(served()).toEqual([`production 1.3 ${second}`])
    expect(operations.list('production')).toEqual([ON])
    expect(valueIn({ service })).toBe(true)
    expect(control.admissions).toBe(2)
  })
})

/** Looks at a commit for as long as it is held. */
class HeldControl implements Control {
  admissions = 0
  isHeld: Promise<void> = Promise.resolve()
  #noteHeld: () => void = () => undefined
  #released: Promise<void> = Promise.resolve()
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  /** Holds what is admitted from now on, until what is given back is called. */
  hold(): () => void {
    this.isHeld = new Promise((resolve) => (this.#noteHeld = resolve))
    let release = (): void => undefined
    this.#released = new Promise((resolve) => (release = resolve))
    return release
  }

  fetch(request: Parameters<Control['fetch']>[0]): ReturnType<Control['fetch']> {
    return this.#control.fetch(request)
  }

  async admit(commit: string): ReturnType<Control['admit']> {
    this.admissions++
    this.#noteHeld()
    await this.#released
    return this.#control.admit(commit)
  }

  close(): Promise<void> {
    return this.#control.close()
  }
}

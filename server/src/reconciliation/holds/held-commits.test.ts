import { createHash } from 'node:crypto'
import { STAGING, aConfigRepository, fakeClock, filesOf, push, withFlags } from '@evenkeel/test/support'
import type { Operation } from '@evenkeel/core/compilation'
import { describe, expect, it } from 'vitest'
import type { ProcessSurroundings } from '../a-process.ts'
import { A_BINDING, aProcess, aRestarted } from '../a-process.ts'

const aNewProcess = (surroundings: Partial<ProcessSurroundings> = {}) =>
  aProcess({ clock: fakeClock(), ...surroundings })

const OVERRIDE: Operation = { id: 'o-1', flag: 'checkout-redesign', variant: 'on' }
const configOf = (name: string, value: string) => `apiVersion: evenkeel/v1
kind: Config
metadata:
  name: ${name}
spec:
  schema: { type: string }
  value: "${value}"
`
const LIMITS = configOf('limits', 'few')

describe('given a branch that does not follow what was admitted', () => {
  it('holds what goes back, across restarts, until it is accepted', async () => {
    const before = aNewProcess()
    const first = push(before.repository, 'First', aConfigRepository())
    await before.reconcile()
    const second = push(before.repository, 'Second', STAGING.withoutFile('environments/staging.yaml'))
    await before.reconcile()
    before.repository.resetTo(first)
    expect(await before.reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'rewound' }] })

    const after = aRestarted(before)
    const { holds } = await after.reconcile()
    expect(holds).toMatchObject([{ code: 'rewound', commit: first }])
    expect(after.served()).toEqual([`production 1.2 ${second}`])

    await after.acceptance.accept({ holds }, { commit: first, rebind: false })
    expect((await after.reconcile()).outcome).toBe('published')
    expect(after.served()).toEqual([`production 1.3 ${first}`])
    expect(await after.reference.load()).toMatchObject({ commit: first })
  })

  it('holds what was accepted once, after newer commits, whatever it was accepted for', async () => {
    const { repository, reconcile, acceptance, served } = aNewProcess()
    push(repository, 'Twelve flags', withFlags(STAGING, 12))
    await reconcile()
    const accepted = push(repository, 'Two flags', withFlags(aConfigRepository(), 1))
    await acceptance.accept(await reconcile(), { commit: accepted, rebind: false })
    await reconcile()
    const newest = push(repository, 'More', withFlags(aConfigRepository(), 2))
    await reconcile()

    repository.resetTo(accepted)
    expect(await reconcile()).toMatchObject({ outcome: 'held', holds: [{ code: 'rewound' }] })
    expect(served()[0]).toContain(newest)

    repository.resetTo(newest)
    const root = repository.commitOn([], 'Another root', filesOf(STAGING))
    await acceptance.accept(await reconcile(), { commit: root, rebind: false })
    await reconcile()
    repository.resetTo(accepted)
    const { holds } = await reconcile()
    expect(holds).toMatchObject([
      { code: 'rewound', message: expect.stringContaining('was admitted before') as string },
    ])
  })

  it('holds an unrelated history, but not for those who force-push', async () => {
    const held = aNewProcess()
    push(held.repository, 'First', aConfigRepository())
    await held.reconcile()
    const root = held.repository.commitOn([], 'Another root', filesOf(STAGING))
    expect(await held.reconcile()).toMatchObject({
      outcome: 'held',
      holds: [{ code: 'unrelated-history' }],
    })

    const { reconcile, served } = aRestarted(held, { options: { history: 'any' } })
    expect((await reconcile()).outcome).toBe('published')
    expect(served()).toEqual([`production 1.2 ${root}`, `staging 1.1 ${root}`])
  })

  it('ends a hold by itself when a good commit comes', async () => {
    const { repository, reconcile, served } = aNewProcess()
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
    const theirs = aNewProcess()
    const there = push(theirs.repository, 'There', aConfigRepository())
    await theirs.reconcile()
    const ours = aNewProcess({
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
    const { acceptance, repository, reconcile } = aNewProcess()
    push(repository, 'First', aConfigRepository())
    const { holds } = await reconcile()

    await expect(
      acceptance.accept({ holds }, { commit: 'f'.repeat(40), rebind: false }),
    ).rejects.toMatchObject({ status: 409, code: 'not-held' })
  })
})

describe('given a commit that changes much at once', () => {
  it('holds it where it does, publishes the rest, and all of it once that is accepted', async () => {
    const { repository, reconcile, served, acceptance } = aNewProcess()
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
    const { repository, reconcile, served } = aNewProcess()
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
  const { repository, reconcile, served, operations, acceptance } = aNewProcess()
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

/** Text that hardly compresses, the same each time. */
function noise(seed: string, length: number): string {
  let text = ''
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha512').update(`${seed} ${block}`).digest('base64')
  }
  return text.slice(0, length)
}

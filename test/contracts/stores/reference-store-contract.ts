import { beforeEach, expect, it } from 'vitest'
import type { ReferenceStore } from '../../../server/src/reference/reference-store.ts'
import type { Stores } from './databases.ts'

const at = new Date('2026-11-01T12:00:00Z')
const binding = { repository: 'https://git.example.com/flags.git', branch: 'main', path: '' }
const commit = 'a'.repeat(40)

export function referenceStoreContract(empty: () => Promise<Stores>): void {
  let store: ReferenceStore

  beforeEach(async () => {
    store = (await empty()).reference
  })

  it('knows of nothing at first', async () => {
    expect(await store.load()).toEqual({ epochFloor: 0 })
    expect(await store.isAccepted(commit)).toBe(false)
  })

  it('is bound to a repository, and to another in its place', async () => {
    await store.bind(binding)
    expect(await store.load()).toEqual({ binding, epochFloor: 0 })

    const other = { ...binding, branch: 'release', path: 'configuration' }
    await store.bind(other)
    expect(await store.load()).toEqual({ binding: other, epochFloor: 0 })
  })

  it('has the newest commit, whatever else it knows', async () => {
    await store.setCommit(commit)
    await store.bind(binding)
    await store.raiseEpochFloor(7)
    await store.setCommit('b'.repeat(40))

    expect(await store.load()).toEqual({ binding, commit: 'b'.repeat(40), epochFloor: 7 })
  })

  it('raises the floor of epochs beyond 32 bits, and never lowers it', async () => {
    await store.raiseEpochFloor(2 ** 33)
    await store.raiseEpochFloor(5)

    expect((await store.load()).epochFloor).toBe(2 ** 33)
  })

  it('knows which commits were accepted, however often', async () => {
    await store.accept(commit, at)
    await store.accept(commit, new Date(at.getTime() + 1000))

    expect(await store.isAccepted(commit)).toBe(true)
    expect(await store.isAccepted('b'.repeat(40))).toBe(false)
  })
}

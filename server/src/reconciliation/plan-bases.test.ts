import type { Operation } from '@evenkeel/core/compilation'
import { aConfigRepository, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aProcess } from './a-process.ts'

const OVERRIDE: Operation = { id: 'o-1', flag: 'checkout-redesign', variant: 'on' }
const STAGING = aConfigRepository().withFile(
  'environments/staging.yaml',
  'apiVersion: evenkeel/v1\nkind: Environment\nmetadata:\n  name: staging\nspec: {}\n',
)

/** A process that has published the first commit, with production held at it. */
async function pinned() {
  const parts = aProcess({ clock: fakeClock() })
  const files = STAGING.files().map(({ path, bytes }) => [path, bytes] as const)
  const first = parts.repository.commit('First', Object.fromEntries(files))
  await parts.reconcile()
  parts.store.pin('production', first)
  await parts.publisher.catchUp()
  return { ...parts, first }
}

describe('an environment that is pinned', () => {
  it('stays where it is when a commit comes, which the others follow', async () => {
    const { repository, reconcile, served, first } = await pinned()
    const second = repository.commit('Second', { 'README.md': 'Read me' })

    expect((await reconcile()).outcome).toBe('published')

    expect(served()).toEqual([`production 1.1 ${first}`, `staging 1.2 ${second}`])
    expect((await reconcile()).outcome).toBe('unchanged')
  })

  it('takes operations, on the base it is pinned to, and stays pinned', async () => {
    const { repository, reconcile, served, operations, store, first } = await pinned()

    await operations.put('production', OVERRIDE)
    const second = repository.commit('Second', { 'README.md': 'Read me' })
    await reconcile()

    expect(served()).toEqual([`production 1.2 ${first}`, `staging 1.2 ${second}`])
    expect(operations.list('production')).toEqual([OVERRIDE])
    expect(await store.findHeadRevisions()).toMatchObject([{ pin: first }, { environment: 'staging' }])
  })
})

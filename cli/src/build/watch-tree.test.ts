import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { watchTree } from './watch-tree.ts'

describe('watching a tree', () => {
  it('tells a build that the files changed under it', async () => {
    await using tree = await fakeWorkTree([])
    await tree.write('a.yaml', 'a')
    const host = fakeHost()
    const settled: boolean[] = []
    await watchTree(host, tree.path, async (isSettled) => {
      settled.push(await isSettled())
      await tree.write('a.yaml', 'changed')
      settled.push(await isSettled())
      host.interrupt()
    })
    expect(settled).toEqual([true, false])
  })
})

import { describe, expect, it } from 'vitest'
import { itIsARepository } from '../../../test/contracts/repository-contract.ts'
import { FakeRepository } from './fake-repository.ts'
import { unreachable } from './repository-faults.ts'

itIsARepository('FakeRepository', () => {
  const repository = new FakeRepository()
  return Promise.resolve({
    commit: (message, changes) => Promise.resolve(repository.commit(message, changes)),
    commitOn: (parents, message, changes) => Promise.resolve(repository.commitOn(parents, message, changes)),
    commitLink: (message, name, link) => Promise.resolve(repository.commit(message, { [name]: link })),
    resetTo: (commit) => {
      repository.resetTo(commit)
      return Promise.resolve()
    },
    deleteBranch: () => {
      repository.deleteBranch()
      return Promise.resolve()
    },
    open: (options) => new FakeRepository({ ...options, over: repository }),
    close: () => Promise.resolve(),
  })
})

describe('FakeRepository', () => {
  it('fails as told until it recovers', async () => {
    const repository = new FakeRepository()
    const commit = repository.commit('First', { 'a.yaml': 'a' })
    repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
    await expect(repository.fetchHead()).rejects.toMatchObject({ code: 'repository-unreachable' })
    repository.recover()
    expect((await repository.fetchHead()).id).toBe(commit)
  })

  it('commits what an earlier commit had', async () => {
    const repository = new FakeRepository()
    const good = repository.commit('Good', { 'a.yaml': 'a' })
    repository.commit('Bad', { 'a.yaml': null, 'b.yaml': 'b' })
    const restored = repository.restore('Revert', good)
    expect(await repository.listFiles(restored)).toEqual(await repository.listFiles(good))
    expect(restored).not.toBe(good)
  })
})

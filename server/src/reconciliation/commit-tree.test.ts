import { MAX_FILE_BYTES } from '@evenkeel/core/admission'
import { describe, expect, it } from 'vitest'
import { FakeRepository } from '../git/fake-repository.ts'
import { unreachable } from '../git/repository-faults.ts'
import type { KnownFiles } from './commit-tree.ts'
import { CommitTree, NO_KNOWN_FILES } from './commit-tree.ts'

const TEAM = 'apiVersion: evenkeel/v1\nkind: Team\nmetadata:\n  name: checkout\nspec: {}\n'

/** Reads and parses every file of a commit, as admission does. */
async function readAll(repository: FakeRepository, commit: string, before: KnownFiles = NO_KNOWN_FILES) {
  const tree = new CommitTree(repository, commit, before)
  const parsed = []
  for (const entry of await tree.list()) {
    parsed.push(tree.parse(entry, { path: entry.path, bytes: await tree.read(entry) }))
  }
  return { known: tree.known, parsed }
}

describe('CommitTree', () => {
  it('neither reads nor parses again what the commit before had at the same place', async () => {
    const repository = new FakeRepository()
    const first = await readAll(repository, repository.commit('1', { 'a.yaml': TEAM, 'b.yaml': 'b' }))
    expect(repository.asked.blobs).toBe(2)
    const second = repository.commit('2', { 'b.yaml': 'changed' })
    const { parsed } = await readAll(repository, second, first.known)
    expect(repository.asked.blobs).toBe(3)
    expect(parsed[0]).toBe(first.parsed[0])
    expect(parsed[1]).not.toBe(first.parsed[1])
  })

  it('parses the same content again at another path, whose issues are of another file', async () => {
    const repository = new FakeRepository()
    const { parsed } = await readAll(
      repository,
      repository.commit('1', { 'a.yaml': 'x: 1', 'b.yaml': 'x: 1' }),
    )
    expect(parsed.map(({ path }) => path)).toEqual(['a.yaml', 'b.yaml'])
    expect(repository.asked.blobs).toBe(1)
  })

  it('forgets what the newest commit no longer has', async () => {
    const repository = new FakeRepository()
    const first = await readAll(repository, repository.commit('1', { 'a.yaml': TEAM, 'b.yaml': 'b' }))
    const second = await readAll(repository, repository.commit('2', { 'a.yaml': null }), first.known)
    expect(second.known.blobs.size).toBe(1)
    expect(second.known.parsed.size).toBe(1)
  })

  it('gives one byte more than allowed of a file that is too large, for admission to refuse it', async () => {
    const repository = new FakeRepository()
    const commit = repository.commit('1', { 'dump.sql': new Uint8Array(5 * MAX_FILE_BYTES) })
    const tree = new CommitTree(repository, commit, NO_KNOWN_FILES)
    const [entry] = await tree.list()
    expect(await tree.read(entry!)).toHaveLength(MAX_FILE_BYTES + 1)
  })

  it('does not take a repository that cannot be read for a mistake of the author', async () => {
    const repository = new FakeRepository()
    const tree = new CommitTree(repository, repository.commit('1', { 'a.yaml': TEAM }), NO_KNOWN_FILES)
    const [entry] = await tree.list()
    repository.failWith(unreachable('memory', 'unplugged', 'Plug it in.'))
    await expect(tree.read(entry!)).rejects.toMatchObject({ code: 'repository-unreachable' })
  })
})

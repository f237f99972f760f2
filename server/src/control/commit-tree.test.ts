import { MAX_FILE_BYTES } from '@evenkeel/core/admission'
import { describe, expect, it } from 'vitest'
import { FakeRepository } from '../git/fake-repository.ts'
import { unreachable } from '../git/repository-faults.ts'
import type { KnownFiles } from './commit-tree.ts'
import { CommitTree, NO_KNOWN_FILES } from './commit-tree.ts'

const TEAM = 'apiVersion: evenkeel/v1\nkind: Team\nmetadata:\n  name: checkout\nspec: {}\n'

/** Reads and parses every file of a commit that is not known, as admission does. */
async function readAll(repository: FakeRepository, commit: string, before: KnownFiles = NO_KNOWN_FILES) {
  const tree = new CommitTree(repository, commit, before)
  const parsed = []
  for (const entry of await tree.list()) {
    const parse = async () => tree.parse(entry, { path: entry.path, bytes: await tree.read(entry) })
    parsed.push(tree.findParsed(entry) ?? (await parse()))
  }
  return { known: tree.known, parsed }
}

describe('CommitTree', () => {
  it('neither reads nor parses again what the commit before had', async () => {
    const repository = new FakeRepository()
    const first = await readAll(repository, repository.commit('1', { 'a.yaml': TEAM, 'b.yaml': 'b' }))
    expect(repository.asked.blobs).toBe(2)
    const second = repository.commit('2', { 'b.yaml': 'changed' })
    const { parsed } = await readAll(repository, second, first.known)
    expect(repository.asked.blobs).toBe(3)
    expect(parsed[0]).toBe(first.parsed[0])
    expect(parsed[1]).not.toBe(first.parsed[1])
  })

  it('reads and parses a blob once that is at many paths, each with issues of its own file', async () => {
    const repository = new FakeRepository()
    const paths = Array.from({ length: 2000 }, (_, index) => `flags/f${index}.yaml`)
    const commit = repository.commit('1', Object.fromEntries(paths.map((path) => [path, `${TEAM}x: 1\n`])))
    const { known, parsed } = await readAll(repository, commit)
    expect(repository.asked.blobs).toBe(1)
    expect(known.size).toBe(1)
    expect(parsed.map(({ issues }) => issues[0]?.file).sort()).toEqual(paths.sort())
  })

  it('keeps the manifests of a file that is moved', async () => {
    const repository = new FakeRepository()
    const first = await readAll(repository, repository.commit('1', { 'a.yaml': TEAM }))
    const second = repository.commit('2', { 'a.yaml': null, 'b.yaml': TEAM })
    const { parsed } = await readAll(repository, second, first.known)
    const [before, after] = [first.parsed[0]?.documents[0], parsed[0]?.documents[0]]
    expect(after?.manifest).toBe(before?.manifest)
    expect([before?.file, after?.file]).toEqual(['a.yaml', 'b.yaml'])
    expect(after?.locate(['metadata', 'name'])).toEqual({ line: 4, column: 9 })
  })

  it('forgets what the newest commit no longer has', async () => {
    const repository = new FakeRepository()
    const first = await readAll(repository, repository.commit('1', { 'a.yaml': TEAM, 'b.yaml': 'b' }))
    const second = await readAll(repository, repository.commit('2', { 'a.yaml': null }), first.known)
    expect(second.known.size).toBe(1)
  })

  it('keeps no more than a bounded weight', async () => {
    const repository = new FakeRepository()
    // No UTF-8, which is the quickest to be refused.
    const large = (index: number) => new Uint8Array(MAX_FILE_BYTES - 1024).fill(0xff - index)
    const files = Array.from({ length: 66 }, (_, index) => [`f${index}.yaml`, large(index)] as const)
    const { known } = await readAll(repository, repository.commit('1', Object.fromEntries(files)))
    expect(known.size).toBe(64)
  })

  it('tells the size of a file without reading it', async () => {
    const repository = new FakeRepository()
    const commit = repository.commit('1', { 'dump.sql': new Uint8Array(5 * MAX_FILE_BYTES) })
    const tree = new CommitTree(repository, commit, NO_KNOWN_FILES)
    const [entry] = await tree.list()
    expect(await tree.size(entry!)).toBe(5 * MAX_FILE_BYTES)
    expect(repository.asked.blobs).toBe(0)
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

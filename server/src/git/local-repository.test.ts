import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import isogit from 'isomorphic-git'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DiskRepository } from '../../../test/contracts/disk-repository.ts'
import { createDiskRepository } from '../../../test/contracts/disk-repository.ts'
import type { RepositoryFixture } from '../../../test/contracts/repository-contract.ts'
import { itIsARepository } from '../../../test/contracts/repository-contract.ts'
import { LocalRepository } from './local-repository.ts'

const open = (directory: string, branch = 'main') => new LocalRepository({ directory, branch, path: '' })
const git = async (cwd: string, ...args: string[]) => promisify(execFile)('git', args, { cwd })

/** As the first commit of `main`. */
const commitTree = (gitdir: string, tree: string) => {
  const author = { name: 'Mallory', email: 'mallory@example.com' }
  return isogit.commit({ fs, gitdir, ref: 'refs/heads/main', tree, parent: [], message: 'Bomb', author })
}

/** A disk repository, read where `directory` says, after `settle` whenever it changed. */
function fixtureOver(
  disk: DiskRepository,
  directory: string,
  settle: () => Promise<unknown> = () => Promise.resolve(),
): RepositoryFixture {
  const settled = async <T>(change: Promise<T>): Promise<T> => {
    const changed = await change
    await settle()
    return changed
  }
  return {
    ...disk,
    commit: (message, changes) => settled(disk.commit(message, changes)),
    commitOn: (parents, message, changes) => settled(disk.commitOn(parents, message, changes)),
    commitLink: (message, name, link) => settled(disk.commitLink(message, name, link)),
    resetTo: (commit) => settled(disk.resetTo(commit)),
    deleteBranch: () => settled(disk.deleteBranch()),
    open: ({ branch = 'main', path = '', maxHistory } = {}) =>
      new LocalRepository({ directory, branch, path, ...(maxHistory === undefined ? {} : { maxHistory }) }),
  }
}

itIsARepository('LocalRepository', async () => {
  const disk = await createDiskRepository()
  return fixtureOver(disk, disk.gitdir)
})

/** Packs, with deltas, and packed branches; what nothing leads to becomes files again. */
itIsARepository('LocalRepository that was collected', async () => {
  const disk = await createDiskRepository()
  return fixtureOver(disk, disk.gitdir, () => git(disk.gitdir, 'gc', '-q'))
})

itIsARepository('LocalRepository that borrows its objects', async () => {
  const disk = await createDiskRepository()
  await git(disk.gitdir, 'clone', '-q', '--bare', '--shared', disk.gitdir, disk.scratch)
  return fixtureOver(disk, disk.scratch, () =>
    git(disk.scratch, 'fetch', '-q', '--prune', 'origin', '+refs/heads/*:refs/heads/*'),
  )
})

describe('LocalRepository', () => {
  let disk: DiskRepository
  beforeEach(async () => {
    disk = await createDiskRepository()
  })
  afterEach(() => disk.close())

  it('says that there is no repository where there is none, and finds it once it is there', async () => {
    const repository = open(disk.scratch)
    await expect(repository.fetchHead()).rejects.toMatchObject({
      code: 'repository-not-found',
      message: `There is no Git repository at ${disk.scratch}`,
    })
    const commit = await disk.commit('First', { 'a.yaml': 'a' })
    await rename(disk.gitdir, disk.scratch)
    expect((await repository.fetchHead()).id).toBe(commit)
  })

  it('reads a folder with .git, whatever is checked out there', async () => {
    const commit = await disk.commit('First', { 'a.yaml': 'committed' })
    await git(disk.gitdir, 'clone', '-q', disk.gitdir, disk.scratch)
    await writeFile(join(disk.scratch, 'a.yaml'), 'not committed')
    const repository = open(disk.scratch)
    expect((await repository.fetchHead()).id).toBe(commit)
    const [entry] = await repository.listFiles(commit)
    expect(Buffer.from(await repository.readBlob(entry!.oid, 100)).toString()).toBe('committed')
  })

  it('reads a linked work tree through what it points to', async () => {
    const commit = await disk.commit('First', { 'a.yaml': 'a' })
    await git(disk.gitdir, 'worktree', 'add', '-q', '--detach', disk.scratch, 'main')
    expect((await open(disk.scratch).fetchHead()).id).toBe(commit)
  })

  it('looks for the repository when it is asked for the newest commit, and not for every file of it', async () => {
    const commit = await disk.commit('First', { 'a.yaml': 'a' })
    await git(disk.gitdir, 'worktree', 'add', '-q', '--detach', disk.scratch, 'main')
    const repository = open(disk.scratch)
    await repository.fetchHead()
    await rm(join(disk.scratch, '.git'))
    const [entry] = await repository.listFiles(commit)
    expect(Buffer.from(await repository.readBlob(entry!.oid, 100)).toString()).toBe('a')
    await expect(repository.fetchHead()).rejects.toMatchObject({ code: 'repository-not-found' })
  })

  it('does not take a folder for a repository because it has a folder called objects', async () => {
    await mkdir(join(disk.scratch, 'objects'), { recursive: true })
    await expect(open(disk.scratch).fetchHead()).rejects.toMatchObject({ code: 'repository-not-found' })
  })

  it('lists the branches there are when the configured one is not', async () => {
    await disk.commit('First', { 'a.yaml': 'a' })
    await expect(open(disk.gitdir, 'trunk').fetchHead()).rejects.toMatchObject({
      message: `The repository ${disk.gitdir} has no branch trunk`,
      hint: 'It has main. Push the branch again, or set EVENKEEL_BRANCH.',
    })
  })

  it('finds what a repack moved between two reads', async () => {
    const commit = await disk.commit('First', { 'flags/a.yaml': 'a', 'flags/b.yaml': 'b' })
    const repository = open(disk.gitdir)
    await repository.fetchHead()
    const entries = await repository.listFiles(commit)
    await git(disk.gitdir, 'repack', '-a', '-d', '-q')
    expect(Buffer.from(await repository.readBlob(entries[1]!.oid, 10)).toString()).toBe('b')
  })

  it('does not read again a folder that a commit left as it was', async () => {
    const first = await disk.commit('First', { 'flags/a.yaml': 'a', 'segments/b.yaml': 'b' })
    const repository = open(disk.gitdir)
    await repository.listFiles(first)
    const { tree } = await isogit.readTree({ fs, gitdir: disk.gitdir, oid: first })
    const { oid } = tree.find(({ path }) => path === 'segments')!
    const second = await disk.commit('Second', { 'flags/a.yaml': 'c' })
    await rm(join(disk.gitdir, 'objects', oid.slice(0, 2), oid.slice(2)))
    expect((await repository.listFiles(second)).map(({ path }) => path)).toEqual([
      'flags/a.yaml',
      'segments/b.yaml',
    ])
  })

  describe('with a damaged object', () => {
    const overwrite = async (oid: string, content: Uint8Array) => {
      const file = join(disk.gitdir, 'objects', oid.slice(0, 2), oid.slice(2))
      await chmod(file, 0o644)
      await writeFile(file, content)
    }
    const firstFile = async () => {
      const commit = await disk.commit('First', { 'a.yaml': 'a' })
      const repository = open(disk.gitdir)
      await repository.fetchHead()
      const [entry] = await repository.listFiles(commit)
      return { repository, oid: entry!.oid }
    }

    it.each([
      ['is no zlib stream', Buffer.from('garbage')],
      ['is cut off', deflateSync(Buffer.from('blob 1\0a')).subarray(0, 6)],
      ['is empty', Buffer.alloc(0)],
      ['is another object', deflateSync(Buffer.from('blob 1\0b'))],
      ['is no blob', deflateSync(Buffer.from('tree 1\0a'))],
      ['has an endless header', deflateSync(Buffer.from('blob '.padEnd(1000, '1')))],
    ])('says so when it %s', async (_, content) => {
      const { repository, oid } = await firstFile()
      await overwrite(oid, content)
      const asked = repository.readBlob(oid, 100)
      await expect(asked).rejects.toMatchObject({ code: 'repository-corrupt' })
      await expect(asked).rejects.toThrow(`An object of ${disk.gitdir} cannot be read`)
    })

    it('stops inflating at the limit when the header lies about the size', async () => {
      const { repository, oid } = await firstFile()
      await overwrite(oid, deflateSync(Buffer.concat([Buffer.from('blob 1\0'), Buffer.alloc(50_000_000)])))
      await expect(repository.readBlob(oid, 100)).rejects.toMatchObject({
        code: 'repository-corrupt',
        message: expect.stringContaining('it has more than 8 bytes') as string,
      })
    })

    it('says so when a tree is gone', async () => {
      const commit = await disk.commit('First', { 'flags/a.yaml': 'a' })
      const objects = join(disk.gitdir, 'objects')
      for (const folder of await readdir(objects)) {
        if (folder.length === 2 && folder !== commit.slice(0, 2)) {
          await rm(join(objects, folder), { recursive: true })
        }
      }
      const repository = open(disk.gitdir)
      await repository.fetchHead()
      await expect(repository.listFiles(commit)).rejects.toMatchObject({ code: 'repository-corrupt' })
    })
  })

  it('refuses a commit that unfolds into more files than can be listed', async () => {
    const { gitdir } = disk
    let entry = {
      mode: '100644',
      type: 'blob' as 'blob' | 'tree',
      oid: await isogit.writeBlob({ fs, gitdir, blob: Buffer.from('a') }),
    }
    for (let level = 0; level < 7; level++) {
      const tree = Array.from({ length: 10 }, (_, index) => ({ ...entry, path: String(index) }))
      entry = { mode: '040000', type: 'tree', oid: await isogit.writeTree({ fs, gitdir, tree }) }
    }
    const commit = await commitTree(gitdir, entry.oid)
    const repository = open(gitdir)
    await repository.fetchHead()
    await expect(repository.listFiles(commit)).rejects.toMatchObject({
      code: 'too-large',
      message: `The commit ${commit.slice(0, 12)} has more than 200000 files and folders`,
    })
  })

  it('refuses a commit whose folders lie so deep that their paths fill the memory', async () => {
    const { gitdir } = disk
    const blob = await isogit.writeBlob({ fs, gitdir, blob: Buffer.from('a') })
    const file = { mode: '100644', type: 'blob', oid: blob } as const
    const files = Array.from({ length: 2000 }, (_, index) => ({ ...file, path: `${index}.yaml` }))
    let oid = await isogit.writeTree({ fs, gitdir, tree: files })
    for (let level = 0; level < 200; level++) {
      const folder = { mode: '040000', type: 'tree', oid, path: 'x'.repeat(250) } as const
      oid = await isogit.writeTree({ fs, gitdir, tree: [folder] })
    }
    const commit = await commitTree(gitdir, oid)
    await expect(open(gitdir).listFiles(commit)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('bytes of names') as string,
    })
  })

  it('refuses a file of 100 MB without holding it in memory', async () => {
    const commit = await disk.commit('Add a dump', { 'dump.sql': Buffer.alloc(100 * 1024 * 1024, 'x') })
    const repository = open(disk.gitdir)
    await repository.fetchHead()
    const [entry] = await repository.listFiles(commit)
    const before = process.memoryUsage().arrayBuffers
    await expect(repository.readBlob(entry!.oid, 1024 * 1024)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('has 104857600 bytes; at most 1048576 are read') as string,
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 1024 * 1024)
  })
})

import fs from 'node:fs'
import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import git from 'isomorphic-git'
import { describe, expect, it } from 'vitest'
import { findGitRepository, findHeadCommit, resolveCommit } from './git-repository.ts'

const author = { name: 'Ada Example', email: 'ada@example.com' }

/** A work tree with three commits on main and the tag v1 on the second. */
async function aHistory() {
  const directory = await temporaryDirectory()
  const dir = directory.path
  await git.init({ fs, dir, defaultBranch: 'main' })
  const ids: string[] = []
  for (const text of ['one', 'two', 'three']) {
    await writeFile(join(dir, 'a.txt'), text)
    await git.add({ fs, dir, filepath: 'a.txt' })
    ids.push(await git.commit({ fs, dir, message: text, author }))
  }
  await git.annotatedTag({ fs, dir, ref: 'v1', object: ids[1]!, tagger: author })
  await git.writeRef({ fs, dir, ref: 'refs/remotes/origin/main', value: ids[0]! })
  return { dir, ids, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() }
}

describe('a revision', () => {
  it('is HEAD, a branch, a tag, a branch of the remote, a full or a short id', async () => {
    await using history = await aHistory()
    const [first, second, third] = history.ids
    const repository = (await findGitRepository(history.dir))!
    const resolved = (revision: string) => resolveCommit(repository, revision)

    expect(await resolved('HEAD')).toBe(third)
    expect(await resolved('main')).toBe(third)
    expect(await resolved('v1')).toBe(second)
    expect(await resolved('origin/main')).toBe(first)
    expect(await resolved(second!)).toBe(second)
    expect(await resolved(second!.slice(0, 8))).toBe(second)
  })

  it('goes back by ~n and ^', async () => {
    await using history = await aHistory()
    const [first, second] = history.ids
    const repository = (await findGitRepository(history.dir))!
    const resolved = (revision: string) => resolveCommit(repository, revision)

    expect(await resolved('HEAD~1')).toBe(second)
    expect(await resolved('HEAD~')).toBe(second)
    expect(await resolved('main~2')).toBe(first)
    expect(await resolved('HEAD^^')).toBe(first)
    expect(await resolved('v1~1')).toBe(first)
    expect(await resolved('HEAD~0')).toBe(history.ids[2])
  })

  it('that does not exist is said so, with what there could be', async () => {
    await using history = await aHistory()
    const repository = (await findGitRepository(history.dir))!
    await expect(resolveCommit(repository, 'mian')).rejects.toThrow('Git knows no revision mian')
    await expect(resolveCommit(repository, 'HEAD~3')).rejects.toThrow('goes back beyond the first commit')
    const absent = '0123456789012345678901234567890123456789'
    await expect(resolveCommit(repository, absent)).rejects.toMatchObject({ code: 'usage' })
  })

  it('that was not fetched is explained by the shallow clone', async () => {
    await using history = await aHistory()
    const blob = join(history.dir, '.git/objects', history.ids[0]!.slice(0, 2), history.ids[0]!.slice(2))
    await fs.promises.rm(blob)
    const repository = (await findGitRepository(history.dir))!
    await expect(resolveCommit(repository, 'HEAD~2')).rejects.toMatchObject({
      hint: expect.stringContaining('shallow') as string,
    })
  })
})

describe('the Git repository of a configuration', () => {
  it('is found from a folder inside it', async () => {
    await using history = await aHistory()
    await mkdir(join(history.dir, 'deploy/config'), { recursive: true })
    const repository = await findGitRepository(join(history.dir, 'deploy/config'))
    expect(repository).toMatchObject({
      gitdir: join(await realpath(history.dir), '.git'),
      prefix: 'deploy/config',
    })
  })

  it('is found from a linked work tree, whose HEAD is its own', async () => {
    await using history = await aHistory()
    await using linked = await temporaryDirectory()
    const dotGit = join(history.dir, '.git')
    const headdir = join(dotGit, 'worktrees/linked')
    await mkdir(headdir, { recursive: true })
    await writeFile(join(headdir, 'HEAD'), `${history.ids[0]!}\n`)
    await writeFile(join(headdir, 'commondir'), '../..\n')
    await writeFile(join(linked.path, '.git'), `gitdir: ${headdir}\n`)

    const repository = (await findGitRepository(linked.path))!
    expect(await resolveCommit(repository, 'HEAD')).toBe(history.ids[0])
    expect(await resolveCommit(repository, 'main')).toBe(history.ids[2])
  })

  it('may have no commit yet', async () => {
    await using directory = await temporaryDirectory()
    await git.init({ fs, dir: directory.path })
    const repository = (await findGitRepository(directory.path))!
    expect(await findHeadCommit(repository)).toBeUndefined()
    await expect(resolveCommit(repository, 'HEAD')).rejects.toThrow('there is no commit yet')
    await expect(resolveCommit(repository, 'HEAD~1')).rejects.toThrow('there is no commit yet')
  })

  it('may not be there', async () => {
    await using directory = await temporaryDirectory()
    expect(await findGitRepository(directory.path)).toBeUndefined()
  })
})

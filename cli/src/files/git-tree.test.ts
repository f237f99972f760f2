import fs from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import git from 'isomorphic-git'
import { describe, expect, it } from 'vitest'
import { findGitRepository } from './git-repository.ts'
import { gitTree } from './git-tree.ts'

const author = { name: 'Ada Example', email: 'ada@example.com' }

async function aCommitOf(dir: string, files: Readonly<Record<string, string>>): Promise<string> {
  await git.init({ fs, dir, defaultBranch: 'main' })
  for (const [filepath, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, filepath)), { recursive: true })
    await writeFile(join(dir, filepath), text)
    await git.add({ fs, dir, filepath })
  }
  return git.commit({ fs, dir, message: 'files', author })
}

describe('the tree of a commit', () => {
  it('lists what the commit has, not what is on disk', async () => {
    await using directory = await temporaryDirectory()
    const commit = await aCommitOf(directory.path, { 'evenkeel.yaml': 'a', 'flags/x/one.yaml': 'committed' })
    await writeFile(join(directory.path, 'flags/x/one.yaml'), 'changed')
    await writeFile(join(directory.path, 'flags/two.yaml'), 'new')

    const tree = gitTree((await findGitRepository(directory.path))!, commit)
    const entries = await tree.list()
    expect(entries.map(({ path, type }) => [path, type])).toEqual([
      ['evenkeel.yaml', 'file'],
      ['flags/x/one.yaml', 'file'],
    ])
    expect(new TextDecoder().decode(await tree.read(entries[1]!))).toBe('committed')
  })

  it('starts at the folder of the configuration', async () => {
    await using directory = await temporaryDirectory()
    const commit = await aCommitOf(directory.path, { 'deploy/config/evenkeel.yaml': 'a', 'src/main.ts': 'b' })
    const repository = (await findGitRepository(join(directory.path, 'deploy/config')))!
    expect(await gitTree(repository, commit).list()).toMatchObject([{ path: 'evenkeel.yaml' }])
  })

  it('is empty where the commit has no such folder', async () => {
    await using directory = await temporaryDirectory()
    const commit = await aCommitOf(directory.path, { 'README.md': 'a' })
    await mkdir(join(directory.path, 'config'))
    const repository = (await findGitRepository(join(directory.path, 'config')))!
    expect(await gitTree(repository, commit).list()).toEqual([])
  })

  it('tells symlinks, and leaves out dot-folders and node_modules', async () => {
    await using directory = await temporaryDirectory()
    await symlink('/etc/passwd', join(directory.path, 'link.yaml'))
    const commit = await aCommitOf(directory.path, {
      '.github/workflows/ci.yaml': 'a',
      'node_modules/x/y.yaml': 'b',
    })
    const { path: dir } = directory
    await git.add({ fs, dir, filepath: 'link.yaml' })
    const linked = await git.commit({ fs, dir, message: 'link', author })
    const repository = (await findGitRepository(dir))!
    expect(await gitTree(repository, commit).list()).toEqual([])
    expect(await gitTree(repository, linked).list()).toMatchObject([{ path: 'link.yaml', type: 'symlink' }])
  })
})

import { mkdir, symlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { parseRepositoryAddress } from '../git/repository-address.ts'
import { bindingOf } from './binding-of.ts'

function repositoryOf(text: string): string {
  const repo = parseRepositoryAddress(text)
  if (repo.kind === 'refused') throw new Error(repo.problem)
  return bindingOf({ repo, branch: 'main', path: '' }).repository
}

describe('the history that a server follows', () => {
  it.each([
    ['HTTPS://Git.Example.com:443/shop/', 'https://git.example.com/shop'],
    ['http://localhost:3000/shop/config.git/', 'http://localhost:3000/shop/config.git'],
    ['/gone/../nowhere/config.git/', '/nowhere/config.git'],
  ])('is that of one repository, whether it is written %s or %s', (written, repository) => {
    expect(repositoryOf(written)).toBe(repository)
    expect(repositoryOf(repository)).toBe(repository)
  })

  it('is that of one repository by whichever path', async () => {
    await using directory = await temporaryDirectory()
    const path = join(directory.path, 'config.git')
    const link = join(directory.path, 'link.git')
    await mkdir(path)
    await symlink(path, link)
    const ways = [path, `${path}/`, `file://${path}`, relative('.', path), link]

    expect(new Set(ways.map(repositoryOf)).size).toBe(1)
  })

  it.each([
    ['https://git.example.com/shop', 'https://git.example.com/Shop'],
    ['https://git.example.com/shop', 'https://git.example.com:8443/shop'],
    ['http://localhost/shop', 'https://localhost/shop'],
  ])('is not the same for %s and %s', (one, other) => {
    expect(repositoryOf(one)).not.toBe(repositoryOf(other))
  })
})

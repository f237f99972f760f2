import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseRepositoryAddress } from './repository-address.ts'

describe('a repository address', () => {
  it.each([
    ['https://git.example.com/shop/flags.git', 'https://git.example.com/shop/flags.git'],
    ['https://git.example.com:8443/shop/', 'https://git.example.com:8443/shop'],
    ['HTTPS://git.example.com/shop', 'https://git.example.com/shop'],
    ['http://localhost:3000/shop.git', 'http://localhost:3000/shop.git'],
    ['http://127.0.0.1:3000/shop.git', 'http://127.0.0.1:3000/shop.git'],
    ['http://[::1]:3000/shop.git', 'http://[::1]:3000/shop.git'],
  ])('%s is remote', (repo, url) => {
    expect(parseRepositoryAddress(repo)).toEqual({ kind: 'remote', url })
  })

  it.each([
    ['/srv/git/flags.git', '/srv/git/flags.git'],
    ['../flags', resolve('../flags')],
    ['file:///srv/git/flags.git', '/srv/git/flags.git'],
  ])('%s is local', (repo, path) => {
    expect(parseRepositoryAddress(repo)).toEqual({ kind: 'local', path })
  })

  it.each([
    ['git@example.com:shop/flags.git', 'SSH'],
    ['ssh://git@example.com/shop.git', 'SSH'],
    ['http://git.example.com/shop.git', 'in the clear'],
    ['http://127.0.0.1.example.com/shop.git', 'in the clear'],
    ['ftp://git.example.com/shop.git', 'ftp:// is not read'],
    ['https://', 'not a URL'],
  ])('%s is refused', (repo, problem) => {
    expect(parseRepositoryAddress(repo)).toEqual({
      kind: 'invalid',
      problem: expect.stringContaining(problem) as string,
    })
  })

  it('with credentials in it is refused, without repeating them', () => {
    const address = parseRepositoryAddress('https://ada:hunter2@git.example.com/shop.git')
    expect(address.kind).toBe('invalid')
    expect(JSON.stringify(address)).not.toContain('hunter2')
  })
})

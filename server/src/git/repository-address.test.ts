import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRepositoryAddress, parseRepositoryAddress } from './repository-address.ts'

const words = fc.constantFrom(
  'https',
  'http',
  'file',
  'ssh',
  'git',
  'localhost',
  '127.0.0.1',
  'Example.com',
  'ada',
)
const marks = fc.constantFrom(
  '://',
  '/',
  '//',
  ':',
  '@',
  '.',
  '..',
  '%2e',
  '%2F',
  '\\',
  '?',
  '#',
  ' ',
  '8443',
  'ü',
)
const addressLike = fc.array(fc.oneof(words, marks), { maxLength: 12 }).map((parts) => parts.join(''))

describe('a repository address', () => {
  it.each([
    ['https://git.example.com/shop/flags.git', 'https://git.example.com/shop/flags.git'],
    ['https://git.example.com:8443/shop/', 'https://git.example.com:8443/shop'],
    ['https://git.example.com:443/shop', 'https://git.example.com/shop'],
    ['HTTPS://Git.Example.com/shop', 'https://git.example.com/shop'],
    ['https://git.example.com', 'https://git.example.com'],
    ['https://git.example.com/shop?ref=main#readme', 'https://git.example.com/shop'],
    ['http://localhost:3000/shop.git', 'http://localhost:3000/shop.git'],
    ['http://127.0.0.1:3000/shop.git', 'http://127.0.0.1:3000/shop.git'],
    ['http://[::1]:3000/shop.git', 'http://[::1]:3000/shop.git'],
  ])('%s is remote', (text, url) => {
    expect(parseRepositoryAddress(text)).toEqual({ kind: 'remote', url })
  })

  it.each([
    ['/srv/git/flags.git', '/srv/git/flags.git'],
    ['../flags', '../flags'],
    ['C:\\flags', 'C:\\flags'],
    ['file:///srv/git/flags.git', '/srv/git/flags.git'],
    ['file:///srv/the%20flags', '/srv/the flags'],
    ['/srv/git@home:flags', '/srv/git@home:flags'],
  ])('%s is local', (text, path) => {
    expect(parseRepositoryAddress(text)).toEqual({ kind: 'local', path })
  })

  it.each([
    ['git@example.com:shop/flags.git', 'use the https:// one'],
    ['ssh://git@example.com/shop.git', 'use the https:// one'],
    ['git+ssh://git@example.com/shop.git', 'use the https:// one'],
    ['git://example.com/shop.git', 'use the https:// one'],
    ['http://git.example.com/shop.git', 'in the clear: use the https:// address'],
    ['http://127.0.0.1.example.com/shop.git', 'in the clear'],
    ['http://localhost.example.com/shop.git', 'in the clear'],
    ['ftp://git.example.com/shop.git', 'starts with ftp://: use an https:// address or a path'],
    ['file://elsewhere/srv/flags.git', 'names no path of this machine'],
    ['file:///srv%2Fflags.git', 'names no path of this machine'],
    ['https://', 'is not an address that can be read'],
    ['', 'is empty'],
  ])('%j is refused', (text, problem) => {
    expect(parseRepositoryAddress(text)).toEqual({
      kind: 'refused',
      problem: expect.stringContaining(problem) as string,
    })
  })

  it.each([
    'https://ada:hunter2@git.example.com/shop.git',
    'https://hunter2@git.example.com/shop.git',
    'http://ada:hunter2@git.example.com/shop.git',
    'ftp://ada:hunter2@git.example.com/shop.git',
  ])('%s is refused for the credentials in it, which are not repeated', (text) => {
    const address = parseRepositoryAddress(text)

    expect(address).toMatchObject({
      kind: 'refused',
      problem: expect.stringContaining('credentials') as string,
    })
    expect(JSON.stringify(address)).not.toContain('hunter2')
  })

  it('is parsed as the same when it is formatted', () => {
    fc.assert(
      fc.property(fc.oneof(addressLike, fc.webUrl(), fc.string()), (text) => {
        const address = parseRepositoryAddress(text)

        if (address.kind !== 'refused')
          expect(parseRepositoryAddress(formatRepositoryAddress(address))).toEqual(address)
      }),
    )
  })
})

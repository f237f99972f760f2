import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { LocalRepository } from './local-repository.ts'
import { openRepository } from './open-repository.ts'
import { RemoteRepository } from './remote-repository.ts'

const config = { branch: 'main', path: '', dataDir: '/var/lib/evenkeel' }

describe('openRepository', () => {
  it('opens a URL as a remote repository', () => {
    const repository = openRepository(
      { ...config, repo: { kind: 'remote', url: 'https://git.example.com/shop.git' } },
      fakeClock(),
    )
    expect(repository).toBeInstanceOf(RemoteRepository)
  })

  it('bounds transfers as configured', async () => {
    const silent = createServer(() => undefined)
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    const { port } = silent.address() as AddressInfo
    const clock = fakeClock()
    const repo = { kind: 'remote', url: `http://127.0.0.1:${port}/shop.git` } as const
    const limits = { transferIdleMs: 9000, transferTotalMs: 7000 }
    const arrived = once(silent, 'request')
    const failed = expect(openRepository({ ...config, repo, ...limits }, clock).fetchHead()).rejects.toThrow(
      'it was not done within 7 s',
    )
    await arrived
    await clock.advance(7000)
    await failed
    silent.closeAllConnections()
    silent.close()
  })

  it('opens a path as a local repository', () => {
    expect(
      openRepository({ ...config, repo: { kind: 'local', path: '/srv/shop.git' } }, fakeClock()),
    ).toBeInstanceOf(LocalRepository)
  })
})

import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors.ts'
import { LocalRepository } from './local-repository.ts'
import { openRepository } from './open-repository.ts'
import { RemoteRepository } from './remote-repository.ts'

const config = { branch: 'main', path: '', dataDir: '/var/lib/evenkeel' }

describe('openRepository', () => {
  it('opens a URL as a remote repository', () => {
    const repository = openRepository({ ...config, repo: 'https://git.example.com/shop.git' }, fakeClock())
    expect(repository).toBeInstanceOf(RemoteRepository)
  })

  it('opens a path as a local repository', () => {
    expect(openRepository({ ...config, repo: '/srv/shop.git' }, fakeClock())).toBeInstanceOf(LocalRepository)
  })

  it('refuses what it cannot read', () => {
    const open = () => openRepository({ ...config, repo: 'git@example.com:shop.git' }, fakeClock())
    expect(open).toThrow(ConfigError)
  })
})

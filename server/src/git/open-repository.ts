import { join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import type { ServerConfig } from '../config/server-config.ts'
import { ConfigError } from '../errors.ts'
import { LocalRepository } from './local-repository.ts'
import { RemoteRepository, TRANSFER_LIMITS } from './remote-repository.ts'
import type { Repository } from './repository.ts'
import { parseRepositoryAddress } from './repository-address.ts'

export type RepositoryConfig = Pick<ServerConfig, 'repo' | 'repoToken' | 'branch' | 'path' | 'dataDir'> & {
  /** How long the Git host may be silent. */
  readonly transferIdleMs?: number
  /** How long one transfer may take in all. */
  readonly transferTotalMs?: number
}

/** The implementation for the shape of `config.repo`; touches nothing yet. Throws ConfigError for no such shape. */
export function openRepository(config: RepositoryConfig, clock: Clock): Repository {
  const { branch, path, repoToken } = config
  const address = parseRepositoryAddress(config.repo)
  switch (address.kind) {
    case 'invalid':
      throw new ConfigError([`EVENKEEL_REPO: ${address.problem}`])
    case 'local':
      return new LocalRepository({ directory: address.path, branch, path })
    case 'remote':
      return new RemoteRepository({
        url: address.url,
        ...(repoToken === undefined ? {} : { token: repoToken }),
        branch,
        path,
        directory: join(config.dataDir, 'repository'),
        clock,
        limits: {
          ...TRANSFER_LIMITS,
          idleTimeoutMs: config.transferIdleMs ?? TRANSFER_LIMITS.idleTimeoutMs,
          totalTimeoutMs: config.transferTotalMs ?? TRANSFER_LIMITS.totalTimeoutMs,
        },
      })
  }
}

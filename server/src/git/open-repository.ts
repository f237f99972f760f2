import { join, resolve } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import type { ServerConfig } from '../config/server-config.ts'
import { LocalRepository } from './local-repository.ts'
import { RemoteRepository, TRANSFER_LIMITS } from './remote-repository.ts'
import type { Repository } from './repository.ts'

export type RepositoryConfig = Pick<ServerConfig, 'repo' | 'repoToken' | 'branch' | 'path' | 'dataDir'> & {
  /** How long the Git host may be silent. */
  readonly transferIdleMs?: number
  /** How long one transfer may take in all. */
  readonly transferTotalMs?: number
}

/** The implementation for the kind of address; touches nothing yet. */
export function openRepository(config: RepositoryConfig, clock: Clock): Repository {
  const { repo, branch, path, repoToken } = config
  switch (repo.kind) {
    case 'local':
      return new LocalRepository({ directory: resolve(repo.path), branch, path })
    case 'remote':
      return new RemoteRepository({
        url: repo.url,
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

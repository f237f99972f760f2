import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fakeClock } from '@evenkeel/test/support'
import type { RemoteRepositoryOptions } from '../../server/src/git/remote-repository.ts'
import { RemoteRepository } from '../../server/src/git/remote-repository.ts'
import type { DiskRepository } from './disk-repository.ts'
import { createDiskRepository } from './disk-repository.ts'
import type { GitHttpServer } from './git-http-server.ts'
import { startGitHttpServer } from './git-http-server.ts'

export interface GitHost {
  readonly disk: DiskRepository
  readonly server: GitHttpServer
  /** The repository as it is fetched over HTTP. */
  open(options?: Partial<RemoteRepositoryOptions>): RemoteRepository
  /** The packs that were fetched. */
  packs(): Promise<readonly string[]>
  close(): Promise<void>
}

/** A repository on a Git host of its own. */
export async function aGitHost(): Promise<GitHost> {
  const disk = await createDiskRepository()
  const server = await startGitHttpServer(disk.gitdir)
  return {
    disk,
    server,
    open: (options) =>
      new RemoteRepository({
        url: server.url,
        branch: 'main',
        path: '',
        directory: disk.scratch,
        clock: fakeClock(),
        ...options,
      }),
    packs: async () =>
      (await readdir(join(disk.scratch, 'objects/pack'))).filter((file) => file.endsWith('.pack')),
    close: async () => {
      await server.close()
      await disk.close()
    },
  }
}

/** What keeps a repository from being fetched. */
export const failureOf = (repository: RemoteRepository): Promise<Error | undefined> =>
  repository.fetchHead().then(
    () => undefined,
    (error: unknown) => error as Error,
  )

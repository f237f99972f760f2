import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ServerConfig } from '../config/server-config.ts'
import type { RepositoryAddress } from '../git/repository-address.ts'
import type { Binding } from './reference-store.ts'

/** The history that a server of this configuration follows. */
export function bindingOf({ repo, branch, path }: Pick<ServerConfig, 'repo' | 'branch' | 'path'>): Binding {
  return { repository: nameOf(repo), branch, path }
}

/** The same for every way to write an address. */
function nameOf(repo: RepositoryAddress): string {
  if (repo.kind === 'remote') return repo.url
  try {
    return realpathSync(repo.path)
  } catch {
    return resolve(repo.path)
  }
}

import { realpathSync } from 'node:fs'
import type { ServerConfig } from '../config/server-config.ts'
import { parseRepositoryAddress } from '../git/repository-address.ts'
import type { Binding } from './reference-store.ts'

/** The history that a server of this configuration follows. */
export function bindingOf({ repo, branch, path }: Pick<ServerConfig, 'repo' | 'branch' | 'path'>): Binding {
  return { repository: nameOf(repo), branch, path }
}

/** The same for every way to write an address. */
function nameOf(repo: string): string {
  const address = parseRepositoryAddress(repo)
  if (address.kind === 'remote') return address.url
  if (address.kind === 'invalid') return repo
  try {
    return realpathSync(address.path)
  } catch {
    return address.path
  }
}

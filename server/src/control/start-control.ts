import type { Clock } from '@evenkeel/core/clock'
import type { ServerConfig } from '../config/server-config.ts'
import type { RepositoryConfig } from '../git/open-repository.ts'
import { ChildControl } from './child-control.ts'
import type { Control } from './control.ts'

const isBuilt = import.meta.url.endsWith('.js')

/** What a fetch does besides its transfer: asking for the branch, writing and indexing what came. */
const FETCH_GRACE_MS = 60_000
/** The most transfers that following a history takes. */
const MAX_TRANSFERS = 5

/** In a process of its own where this code was built; in this one where it runs from source, as in tests. */
export async function startControl(config: ServerConfig, clock: Clock): Promise<Control> {
  if (!isBuilt) {
    // It loads all that reads what authors write.
    const { openControl } = await import('./open-control.ts')
    return openControl(config)
  }
  const control = new ChildControl({
    repository: repositoryConfigOf(config),
    limits: {
      admissionMs: config.admissionMs,
      fetchMs: MAX_TRANSFERS * config.transferTotalMs + FETCH_GRACE_MS,
      memoryBytes: config.admissionMemoryBytes,
    },
    clock,
  })
  control.start()
  return control
}

/** No more of the configuration goes to the process than it needs. */
const repositoryConfigOf = (config: ServerConfig): RepositoryConfig => ({
  repo: config.repo,
  branch: config.branch,
  path: config.path,
  dataDir: config.dataDir,
  transferIdleMs: config.transferIdleMs,
  transferTotalMs: config.transferTotalMs,
  ...(config.repoToken !== undefined && { repoToken: config.repoToken }),
})

import { systemClock } from '../clock.ts'
import type { RepositoryConfig } from '../git/open-repository.ts'
import { openRepository } from '../git/open-repository.ts'
import { nodePlatform } from '../node-platform.ts'
import type { Control } from './control.ts'
import { InProcessControl } from './in-process-control.ts'

/** Over a repository that is opened for it. */
export function openControl(repository: RepositoryConfig): Control {
  return new InProcessControl({ repository: openRepository(repository, systemClock), platform: nodePlatform })
}

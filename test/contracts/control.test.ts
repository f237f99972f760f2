import { join } from 'node:path'
import { beforeAll } from 'vitest'
import { systemClock } from '../../server/src/clock.ts'
import { ChildControl } from '../../server/src/control/child-control.ts'
import { InProcessControl } from '../../server/src/control/in-process-control.ts'
import { openRepository } from '../../server/src/git/open-repository.ts'
import { nodePlatform } from '../../server/src/node-platform.ts'
import { builtServer } from '../support/built-server.ts'
import { itIsAControl } from './control-contract.ts'
import { createDiskRepository } from './disk-repository.ts'

const LIMITS = { admissionMs: 600_000, fetchMs: 600_000, memoryBytes: 1024 ** 3 }

let entry = ''
beforeAll(async () => {
  entry = join((await builtServer()).dist, 'control/child-main.js')
})

async function aRepository() {
  const disk = await createDiskRepository()
  const describe = (branch = 'main') => ({
    repo: { kind: 'local', path: disk.gitdir } as const,
    branch,
    path: '',
    dataDir: disk.scratch,
  })
  return { disk, describe }
}

itIsAControl('InProcessControl', async () => {
  const { disk, describe } = await aRepository()
  return {
    ...disk,
    open: ({ branch } = {}) =>
      new InProcessControl({
        repository: openRepository(describe(branch), systemClock),
        platform: nodePlatform,
      }),
  }
})

itIsAControl('ChildControl', async () => {
  const { disk, describe } = await aRepository()
  return {
    ...disk,
    open: ({ branch } = {}) =>
      new ChildControl({ repository: describe(branch), limits: LIMITS, clock: systemClock, entry }),
  }
})

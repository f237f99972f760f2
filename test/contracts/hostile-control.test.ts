import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  aConfigRepository,
  childrenOf,
  eventually,
  hasProcesses,
  isRunning,
  SLOW_CONFIG,
  workedTicks,
} from '@evenkeel/test/support'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../server/src/clock.ts'
import type { ControlLimits } from '../../server/src/control/child-control.ts'
import { ChildControl } from '../../server/src/control/child-control.ts'
import { builtServer } from '../support/built-server.ts'
import type { DiskRepository } from './disk-repository.ts'
import { createDiskRepository } from './disk-repository.ts'

/** More than it takes to start, so that what goes on is the loop. */
const BUSY_TICKS = 100

const files = Object.fromEntries(
  aConfigRepository()
    .files()
    .map(({ path, bytes }) => [path, bytes]),
)

describe('the control process, over a repository that means no good', () => {
  let dist = ''
  let disk: DiskRepository
  const open: ChildControl[] = []
  beforeAll(async () => {
    dist = (await builtServer()).dist
  })
  beforeEach(async () => {
    disk = await createDiskRepository()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((control) => control.close()))
    await disk.close()
  })

  const described = () => ({
    repo: { kind: 'local', path: disk.gitdir } as const,
    branch: 'main',
    path: '',
    dataDir: disk.scratch,
  })

  function aControl(limits: Partial<ControlLimits> = {}): ChildControl {
    const control = new ChildControl({
      repository: described(),
      limits: { admissionMs: 600_000, fetchMs: 600_000, memoryBytes: 1024 ** 3, ...limits },
      clock: systemClock,
      entry: join(dist, 'control/child-main.js'),
    })
    open.push(control)
    return control
  }

  it('is ended when a schema takes for ever, and the next one goes on', async () => {
    const slow = await disk.commit('Slow', { ...files, 'configs/slow.yaml': SLOW_CONFIG })
    const control = aControl({ admissionMs: 2000 })
    await control.fetch({})
    await expect(control.admit(slow)).rejects.toMatchObject({ code: 'admission-timed-out', commit: slow })
    expect((await control.fetch({})).commit.id).toBe(slow)
  })

  it('is ended when it needs more memory than it may have', async () => {
    const commit = await disk.commit('Good', files)
    const control = aControl({ memoryBytes: 40 * 1024 * 1024 })
    await expect(control.admit(commit)).rejects.toMatchObject({ code: 'admission-out-of-memory' })
  })

  it('is replaced when it was killed', async () => {
    const commit = await disk.commit('Good', files)
    const control = aControl()
    await control.fetch({})
    const before = control.pid!
    process.kill(before, 'SIGKILL')
    await eventually('its end is noticed', () => control.pid === undefined)
    await control.fetch({})
    expect((await control.admit(commit)).compilations).toHaveLength(1)
    expect(control.pid).not.toBe(before)
  })

  it.runIf(hasProcesses)('is the one that the kernel ends first', async () => {
    await disk.commit('Good', files)
    const control = aControl()
    await control.fetch({})
    expect(readFileSync(`/proc/${control.pid!}/oom_score_adj`, 'utf8').trim()).toBe('1000')
  })

  it.runIf(hasProcesses)(
    'ends when the serving process is killed, even in the middle of a loop',
    async () => {
      const slow = await disk.commit('Slow', { ...files, 'configs/slow.yaml': SLOW_CONFIG })
      const serving = join(disk.scratch, '../serving.mjs')
      await writeFile(serving, servingProcess(join(dist, 'control/child-control.js'), slow))
      const parent = spawn(process.execPath, [serving, JSON.stringify(described())], { stdio: 'inherit' })
      const pid = await eventually('it is in the loop', () =>
        childrenOf(parent.pid!).find((child) => workedTicks(child) > BUSY_TICKS),
      )
      parent.kill('SIGKILL')
      await eventually('it is gone', () => !isRunning(pid))
    },
  )
})

function servingProcess(module: string, commit: string): string {
  return `import { ChildControl } from ${JSON.stringify(module)}
const control = new ChildControl({
  repository: JSON.parse(process.argv[2]),
  limits: { admissionMs: 600_000, fetchMs: 600_000, memoryBytes: 1024 ** 3 },
  clock: { now: Date.now, schedule: (ms, run) => { const timer = setTimeout(run, ms); return () => clearTimeout(timer) } },
})
await control.fetch({})
await control.admit(${JSON.stringify(commit)})`
}

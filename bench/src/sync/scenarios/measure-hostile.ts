import { setTimeout } from 'node:timers/promises'
import type { HostileCommit } from '../hostile/hostile-commits.ts'
import { HOSTILE_COMMITS } from '../hostile/hostile-commits.ts'
import type { Observation } from '../observation/observer.ts'
import { Observer } from '../observation/observer.ts'
import { flagFile } from '../workload/flag-file.ts'
import { syncWorkload } from '../workload/sync-workload.ts'
import type { Pushed } from './push.ts'
import { push, pushServed } from './push.ts'
import type { ServedWorkload } from './with-server.ts'
import { withServer } from './with-server.ts'

/** How a server serves while a commit that means no good is looked at, and what becomes of that commit. */
interface HostileResult {
  readonly name: string
  readonly pushed: Pushed
  readonly observation: Observation
}

export interface HostileResults {
  readonly flags: number
  readonly environments: number
  readonly admissionSeconds: number
  readonly commits: readonly HostileResult[]
  /** Until a good commit was served after all of them. */
  readonly goodAfterMs: number
}

const FLAGS = 2000
const ADMISSION_SECONDS = 10
const ENV = { EVENKEEL_ADMISSION_SECONDS: String(ADMISSION_SECONDS), EVENKEEL_POLL_SECONDS: '1' }
/** What a commit left behind shows a little later. */
const AFTERWARDS_MS = 1000

export function measureHostile(): Promise<HostileResults> {
  const workload = syncWorkload(FLAGS)
  const { environments } = workload
  return withServer(workload, { env: ENV }, async (served) => {
    const observer = await Observer.start(served.server)
    const commits: HostileResult[] = []
    let removed: readonly string[] = []
    for (const hostile of HOSTILE_COMMITS) {
      const files = hostile.files()
      const commit = await served.repository.stage(hostile.name, { files, removed })
      removed = files.map(({ path }) => path)
      commits.push(await measureCommit(served, observer, { hostile, commit }))
    }
    const good = await served.repository.stage('Good', { files: [flagFile(0, 1, environments)], removed })
    const goodAfterMs = (await pushServed(served, good)).ms
    await observer.stop()
    const environmentCount = environments.length
    return {
      flags: FLAGS,
      environments: environmentCount,
      admissionSeconds: ADMISSION_SECONDS,
      commits,
      goodAfterMs,
    }
  })
}

interface Staged {
  readonly hostile: HostileCommit
  readonly commit: string
}

async function measureCommit(
  served: ServedWorkload,
  observer: Observer,
  { hostile: { name }, commit }: Staged,
): Promise<HostileResult> {
  let pushed: Pushed | undefined
  const observation = await observer.during(async () => {
    pushed = await push(served, commit)
    await setTimeout(AFTERWARDS_MS)
  })
  if (!pushed) throw new Error(`${name} was not pushed`)
  console.log(
    `  ${name}: ${pushed.state} ${pushed.codes.join(', ')} after ${(pushed.ms / 1000).toFixed(1)} s`,
  )
  return { name, pushed, observation }
}

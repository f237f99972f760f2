import { setTimeout } from 'node:timers/promises'
import type { Observation } from '../observation/observer.ts'
import { Observer } from '../observation/observer.ts'
import { flagFiles, syncWorkload } from '../workload/sync-workload.ts'
import { pushServed } from './push.ts'
import { withServer } from './with-server.ts'

/** How a server serves while commits are admitted that rewrite the file of every flag. */
export interface AdmissionResult {
  readonly flags: number
  readonly environments: number
  /** While nothing is admitted. */
  readonly quiet: Observation
  readonly rounds: readonly (Observation & { readonly servedAfterMs: number })[]
  /** Of the serving process, once the rounds are over and all is quiet. */
  readonly residentBytesAfter: number
}

const FLAGS = 8000
const ROUNDS = 5
const QUIET_MS = 5000

export function measureAdmission(): Promise<AdmissionResult> {
  const workload = syncWorkload(FLAGS)
  return withServer(workload, {}, async (served) => {
    const observer = await Observer.start(served.server)
    const quiet = await observer.during(() => setTimeout(QUIET_MS))
    const rounds: AdmissionResult['rounds'][number][] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const commit = await served.repository.stage(`Rewrite ${round}`, { files: flagFiles(workload, round) })
      let servedAfterMs = 0
      const observation = await observer.during(async () => {
        servedAfterMs = (await pushServed(served, commit)).ms
      })
      rounds.push({ ...observation, servedAfterMs })
    }
    const { residentBytes } = await observer.during(() => setTimeout(QUIET_MS))
    await observer.stop()
    const environments = workload.environments.length
    return { flags: FLAGS, environments, quiet, rounds, residentBytesAfter: residentBytes }
  })
}

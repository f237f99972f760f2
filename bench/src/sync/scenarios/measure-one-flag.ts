import { setTimeout } from 'node:timers/promises'
import { flagFile } from '../workload/flag-file.ts'
import { syncWorkload } from '../workload/sync-workload.ts'
import { pushServed } from './push.ts'
import { withServer } from './with-server.ts'

/** From the webhook until the commit that changes one flag is served. */
export interface OneFlagResult {
  readonly flags: number
  readonly environments: number
  readonly roundsMs: readonly number[]
}

const SIZES = [2000, 8000] as const
const ROUNDS = 9
/** As pushes are: not one on the heels of another. */
const PAUSE_MS = 500

export async function measureOneFlag(): Promise<readonly OneFlagResult[]> {
  const results: OneFlagResult[] = []
  for (const flags of SIZES) results.push(await measureSize(flags))
  return results
}

function measureSize(flags: number): Promise<OneFlagResult> {
  const workload = syncWorkload(flags)
  const { environments } = workload
  return withServer(workload, {}, async (served) => {
    const roundsMs: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const changed = flagFile(Math.floor((flags * round) / (ROUNDS + 1)), round, environments)
      const commit = await served.repository.stage(`Change ${round}`, { files: [changed] })
      await setTimeout(PAUSE_MS)
      roundsMs.push((await pushServed(served, commit)).ms)
    }
    return { flags, environments: environments.length, roundsMs }
  })
}

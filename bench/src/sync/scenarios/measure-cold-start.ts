import { syncWorkload, WATCHED } from '../workload/sync-workload.ts'
import { withServer } from './with-server.ts'

/** Of servers that start with nothing but a repository. */
export interface ColdStartResult {
  readonly flags: number
  readonly environments: number
  readonly startsMs: readonly number[]
  /** What each stream is sent. */
  readonly frameBytes: number
}

const FLAGS = 8000
const STARTS = 3

export async function measureColdStart(): Promise<ColdStartResult> {
  const workload = syncWorkload(FLAGS)
  const startsMs: number[] = []
  let frameBytes = 0
  for (let start = 0; start < STARTS; start++) {
    await withServer(workload, {}, async ({ server, coldStartMs }) => {
      startsMs.push(coldStartMs)
      frameBytes = (await server.api.snapshot(WATCHED))?.length ?? 0
    })
  }
  return { flags: FLAGS, environments: workload.environments.length, startsMs, frameBytes }
}

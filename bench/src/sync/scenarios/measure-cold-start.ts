import { readFrameHeader } from '@evenkeel/core/snapshot'
import { syncWorkload, WATCHED } from '../workload/sync-workload.ts'
import { withServer } from './with-server.ts'

/** Of servers that start with nothing but a repository. */
export interface ColdStartResult {
  readonly flags: number
  readonly environments: number
  readonly startsMs: readonly number[]
  /** What each stream is sent. */
  readonly frameBytes: number
  /** What of it is compressed flags. */
  readonly payloadBytes: number
}

const FLAGS = 8000
const STARTS = 3

export async function measureColdStart(): Promise<ColdStartResult> {
  const workload = syncWorkload(FLAGS)
  const startsMs: number[] = []
  let frame: Uint8Array = new Uint8Array()
  for (let start = 0; start < STARTS; start++) {
    await withServer(workload, {}, async ({ server, coldStartMs }) => {
      startsMs.push(coldStartMs)
      frame = (await server.api.snapshot(WATCHED)) ?? frame
    })
  }
  return {
    flags: FLAGS,
    environments: workload.environments.length,
    startsMs,
    frameBytes: frame.length,
    payloadBytes: readFrameHeader(frame).payloadLength,
  }
}

import { aFrame, fakeClock } from '@evenkeel/test/support'
import { beforeAll, describe, it } from 'vitest'
import { conformanceSnapshots } from '../../test/conformance/conformance-snapshots.ts'
import { detailsOfCase } from '../../test/conformance/details-of-case.ts'
import { expectDetails } from '../../test/conformance/expect-details.ts'
import type { ConformanceCase } from '../../test/conformance/load-conformance-files.ts'
import { loadConformanceFiles } from '../../test/conformance/load-conformance-files.ts'
import { Client } from './client.ts'
import { RecordingLogger } from './recording-logger.ts'
import { FakeSource } from './source/fake-source.ts'

/** A client that got the frame, at the time of the case. */
function aClient(frame: Uint8Array, { environment, at }: ConformanceCase): Client {
  const clock = fakeClock(at === undefined ? undefined : Date.parse(at))
  const source = new FakeSource()
  const origin = { from: 'source', source } as const
  const settings = { origin, environment, context: undefined, verifiers: [], pollMs: 5_000 }
  const client = new Client(
    { ...settings, logger: new RecordingLogger() },
    { clock, random: () => 0.5, fetch },
  )
  source.receiver.frame(frame)
  return client
}

describe.each(loadConformanceFiles())('conformance of the SDK: $topic', (file) => {
  /** By environment, as a server would send them. */
  let frames: ReadonlyMap<string, Uint8Array>
  beforeAll(async () => {
    const snapshots = await conformanceSnapshots(file)
    frames = new Map(Array.from(snapshots, ([environment, snapshot]) => [environment, aFrame(snapshot)]))
  })

  it.each(file.cases)('$name', (given) => {
    const client = aClient(frames.get(given.environment)!, given)
    expectDetails(detailsOfCase(client, given), given.expect)
  })
})

import { admitTree } from '@evenkeel/core/admission'
import { compileSnapshot } from '@evenkeel/core/snapshot'
import { aFrame, fakeClock, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { ConformanceCase, ConformanceFile } from '../../test/conformance/load-conformance-files.ts'
import { conformanceTree, loadConformanceFiles } from '../../test/conformance/load-conformance-files.ts'
import { Client } from './client.ts'
import { RecordingLogger } from './recording-logger.ts'
import { FakeSource } from './source/fake-source.ts'

/** A frame of the topic in an environment, as a server would send it. */
async function frameOf(file: ConformanceFile, environment: string): Promise<Uint8Array> {
  const { manifests, issues } = await admitTree(conformanceTree(file), nodePlatform)
  if (manifests === undefined) throw new Error(JSON.stringify(issues))
  const overrides = new Map(environment === 'production' ? Object.entries(file.overrides) : [])
  const { sha256 } = nodePlatform
  const revision = { commit: 'c0ffee'.padEnd(40, '0'), epoch: 1, sequence: 1 }
  return aFrame(compileSnapshot({ manifests, environment, overrides, sha256, ...revision }))
}

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

function detailsOf(client: Client, { type, flag, default: fallback, context }: ConformanceCase) {
  switch (type) {
    case 'boolean':
      return client.getBooleanDetails(flag, fallback as boolean, context)
    case 'string':
      return client.getStringDetails(flag, fallback as string, context)
    case 'number':
      return client.getNumberDetails(flag, fallback as number, context)
    case 'object':
      return client.getObjectDetails(flag, fallback, context)
  }
}

describe.each(loadConformanceFiles())('conformance of the SDK: $topic', (file) => {
  const frames = new Map<string, Promise<Uint8Array>>()
  const frameIn = (environment: string) => {
    const frame = frames.get(environment) ?? frameOf(file, environment)
    frames.set(environment, frame)
    return frame
  }

  it.each(file.cases)('$name', async (given) => {
    const details = detailsOf(aClient(await frameIn(given.environment), given), given)
    const { value, variant, reason, errorCode, flagMetadata } = given.expect
    expect(details).toMatchObject({ value, reason })
    expect(details.variant ?? null).toBe(variant)
    expect(details.errorCode).toBe(errorCode)
    const metadata: Readonly<Record<string, unknown>> = { ...details.flagMetadata }
    for (const [key, expected] of Object.entries(flagMetadata)) expect(metadata[key] ?? null).toBe(expected)
  })
})

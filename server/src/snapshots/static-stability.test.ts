import { once } from 'node:events'
import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { STREAM_SUBPROTOCOL, snapshotPath, streamPath } from '@evenkeel/core/protocol'
import { readFrameHeader } from '@evenkeel/core/snapshot'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { aFlag, eventually, temporaryDirectory } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { TEST_ADMIN_TOKEN, UNREACHABLE_DATABASE, aServerConfig } from '../config/a-server-config.ts'
import { aBase } from '../preparation/base/a-base.ts'
import { aRevision } from '../preparation/a-revision.ts'
import type { RunningServer } from '../run-server.ts'
import { startServer } from '../server.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { FileLastKnownGood } from './last-known-good/file-last-known-good.ts'
import { keepRevision } from './last-known-good/keep-revision.ts'

const headers = { authorization: `Bearer ${TEST_ADMIN_TOKEN}` }
const revision = (sequence: number) => aRevision({ base: aBase({ flags: { redesign: aFlag() } }), sequence })

let directory: TemporaryDirectory
let kept: string
let logger: FakeLogger
let server: RunningServer | undefined

beforeEach(async () => {
  directory = await temporaryDirectory()
  logger = new FakeLogger()
  kept = join(directory.path, 'data', 'last-known-good')
})

afterEach(async () => {
  await server?.close()
  await directory[Symbol.asyncDispose]()
})

/** A server whose repository is not there and whose database does not answer, with what an earlier one kept. */
async function startCutOff(): Promise<RunningServer> {
  const config = aServerConfig({
    dataDir: join(directory.path, 'data'),
    repo: { kind: 'local', path: join(directory.path, 'gone.git') },
    databaseUrl: UNREACHABLE_DATABASE,
  })
  server = await startServer(config, { logger })
  return server
}

describe('with Git and the database out of reach', () => {
  beforeEach(async () => {
    const lastKnownGood = new FileLastKnownGood(kept, new FakeLogger())
    await keepRevision(lastKnownGood, await revision(4))
    await keepRevision(lastKnownGood, await revision(5))
  })

  it('a server starts, is ready, and serves what was served last', async () => {
    const { url } = await startCutOff()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const answer = await fetch(url + snapshotPath('production'), { headers })
    expect(readFrameHeader(new Uint8Array(await answer.arrayBuffer())).sequence).toBe(5)
    await eventually('the database was asked in vain', () =>
      logger.messages('warn').includes('The newest revisions cannot be read; what is served stays'),
    )
  })

  it('a server streams what was served last', async () => {
    const { url } = await startCutOff()
    const client = new WebSocket(
      url.replace('http:', 'ws:') + streamPath('production'),
      [STREAM_SUBPROTOCOL],
      {
        headers,
      },
    )
    const [frame] = (await once(client, 'message')) as [Buffer]
    expect(readFrameHeader(frame).sequence).toBe(5)
    client.terminate()
  })

  it('a server whose newest last known good is damaged serves the one before', async () => {
    await truncate(join(kept, 'production', '1.5.snapshot'), 300)
    const { url } = await startCutOff()
    const answer = await fetch(url + snapshotPath('production'), { headers })
    expect(answer.headers.get('evenkeel-revision')).toBe('1.4')
  })
})

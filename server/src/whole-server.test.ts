import { once } from 'node:events'
import { join } from 'node:path'
import { FRAME_MEDIA_TYPE, STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { readFrameHeader } from '@evenkeel/core/snapshot'
import type { BareRepository, TemporaryDirectory } from '@evenkeel/test/support'
import {
  aConfigRepository,
  createBareRepository,
  eventually,
  temporaryDirectory,
} from '@evenkeel/test/support'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { TEST_ADMIN_TOKEN, aServerConfig, anEmbeddedServerConfig } from './config/a-server-config.ts'
import type { RunningServer } from './run-server.ts'
import { startServer } from './server.ts'
import { FakeLogger } from './telemetry/fake-logger.ts'

const FLAG_FILE = 'flags/checkout-redesign.yaml'
/** Of the epoch that began when the database was made. */
const SECOND = /^\d{8,}\.2$/
const authorization = `Bearer ${TEST_ADMIN_TOKEN}`

let directory: TemporaryDirectory
let repository: BareRepository
let server: RunningServer
const logger = new FakeLogger()

beforeAll(async () => {
  directory = await temporaryDirectory()
  repository = await createBareRepository(join(directory.path, 'config.git'))
  const files = aConfigRepository()
    .files()
    .map(({ path, bytes }) => [path, bytes] as const)
  await repository.commit('The first commit', Object.fromEntries(files))
  server = await startServer(
    anEmbeddedServerConfig({ dataDir: dataDir(), repo: { kind: 'local', path: repository.gitdir } }),
    {
      logger,
    },
  )
  await isReady()
})

afterAll(async () => {
  await server.close()
  await directory[Symbol.asyncDispose]()
})

const dataDir = () => join(directory.path, 'data')

const isReady = () =>
  eventually('it is ready', async () => (await fetch(`${server.url}/readyz`)).status === 200)

const get = (path: string, accept = 'application/json') =>
  fetch(`${server.url}${path}`, { headers: { authorization, accept } })

const getJson = async (path: string) => (await (await get(path)).json()) as Record<string, unknown>

const push = async (change: (text: string) => string) =>
  repository.commit('Change the flag', { [FLAG_FILE]: change(await repository.readText(FLAG_FILE)) })

describe('a server with a repository, and its database embedded', () => {
  it('serves what is pushed, and tells it to a stream', async () => {
    const stream = new WebSocket(
      `${server.url.replace('http', 'ws')}/v1/environments/production/stream`,
      STREAM_SUBPROTOCOL,
      { headers: { authorization } },
    )
    const sequences: number[] = []
    stream.on('message', (frame: Buffer) => sequences.push(readFrameHeader(frame).sequence))
    await eventually('the first frame has come', () => sequences.includes(1))

    const commit = await push((text) => text.replace('staff', 'employees'))

    await eventually('the frame of the push has come', () => sequences.includes(2))
    expect(await getJson('/v1/environments/production')).toMatchObject({
      revision: expect.stringMatching(SECOND) as string,
      commit,
    })
    stream.close()
    await once(stream, 'close')
  })

  it('refuses a commit that is wrong, and serves what it served', async () => {
    const commit = await push((text) => text.replace('serve: on', 'serve: maybe'))

    const sync = await eventually('the commit is refused', async () => {
      const status = await getJson('/v1/sync')
      return status['outcome'] === 'refused' && status
    })

    expect(sync).toMatchObject({ desired: { commit }, issues: [{ file: FLAG_FILE, severity: 'error' }] })
    expect(await getJson('/v1/environments/production')).toMatchObject({
      revision: expect.stringMatching(SECOND) as string,
    })
  })

  it('ends streams with 1001 when it stops', async () => {
    const stream = new WebSocket(
      `${server.url.replace('http', 'ws')}/v1/environments/production/stream`,
      STREAM_SUBPROTOCOL,
      { headers: { authorization } },
    )
    await once(stream, 'message')
    const closed = once(stream, 'close')

    await server.close()

    expect((await closed)[0]).toBe(1001)
  })

  it('serves the same bytes after a restart with Git and the database gone', async () => {
    const lost = aServerConfig({ dataDir: dataDir() })
    server = await startServer(lost, { logger: new FakeLogger() })

    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect(await getJson('/v1/environments/production')).toMatchObject({
      revision: expect.stringMatching(SECOND) as string,
    })
    const frame = new Uint8Array(
      await (await get('/v1/environments/production/snapshot', FRAME_MEDIA_TYPE)).arrayBuffer(),
    )
    expect(readFrameHeader(frame)).toMatchObject({ environment: 'production', sequence: 2 })
  })

  it('logged no fault of its own', () => {
    const faults = logger.messages('error').filter((message) => !message.startsWith('Refused commit'))

    expect(faults).toEqual([])
  })
})

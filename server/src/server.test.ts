import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import {
  aConfigRepository,
  createBareRepository,
  eventually,
  temporaryDirectory,
} from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TEST_ADMIN_TOKEN, aServerConfig } from './config/a-server-config.ts'
import type { ServerConfig } from './config/server-config.ts'
import type { RunningServer } from './run-server.ts'
import type { ServerDoubles } from './server.ts'
import { startServer } from './server.ts'
import { FakeLogger } from './telemetry/fake-logger.ts'

let directory: TemporaryDirectory
let logger: FakeLogger
const running: RunningServer[] = []

beforeEach(async () => {
  directory = await temporaryDirectory()
  logger = new FakeLogger()
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
  await directory[Symbol.asyncDispose]()
})

async function start(parts: Partial<ServerConfig> = {}, doubles: ServerDoubles = {}): Promise<RunningServer> {
  const config = aServerConfig({
    dataDir: join(directory.path, 'data'),
    ...parts,
  })
  const server = await startServer(config, { logger, ...doubles })
  running.push(server)
  return server
}

const authorization = `Bearer ${TEST_ADMIN_TOKEN}`

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { headers: { authorization, accept: 'application/json' } })
  return (await response.json()) as Record<string, unknown>
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

async function aRepository() {
  const repository = await createBareRepository(join(directory.path, 'config.git'))
  const files = aConfigRepository()
    .files()
    .map(({ path, bytes }) => [path, bytes] as const)
  await repository.commit('The first commit', Object.fromEntries(files))
  return repository
}

describe('startServer', () => {
  it('starts without its database, says once what to do, and never the password', async () => {
    const repository = await aRepository()

    const server = await start({ repo: { kind: 'local', path: repository.gitdir }, pollMs: 50 })

    await eventually('a sync has failed', async () => {
      const { outcome, error } = (await getJson(`${server.url}/v1/sync`)) as {
        outcome: string
        error?: { code: string }
      }
      return outcome === 'failed' && error?.code === 'store-unavailable'
    })
    expect(await statusOf(`${server.url}/livez`)).toBe(200)
    expect(await statusOf(`${server.url}/readyz`)).toBe(503)
    const complaints = logger.messages('error').filter((message) => message.includes('database'))
    expect(complaints).toEqual([expect.stringContaining('127.0.0.1:1/evenkeel cannot be used: ')])
    expect(JSON.stringify(logger.entries)).not.toContain('hunter2')
  })

  it('says what to do when its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo

    await expect(start({ port })).rejects.toMatchObject({
      code: 'address-in-use',
      message: `Port ${port} of 127.0.0.1 is in use by another program`,
      hint: expect.stringContaining('--port') as string,
    })

    other.close()
    await expect(start({ port })).resolves.toMatchObject({ url: `http://127.0.0.1:${port}` })
  })

  it('says what to do when its address is none of this machine', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'address-unusable' })
  })

  it('refuses a data directory that another server is in', async () => {
    await start()

    await expect(start()).rejects.toMatchObject({ code: 'data-directory-in-use' })
  })

  it('refuses a tokens file that is wrong', async () => {
    const tokensFile = join(directory.path, 'tokens.json')
    await writeFile(tokensFile, '{}')

    await expect(start({ tokensFile })).rejects.toMatchObject({ code: 'invalid-configuration' })
  })

  it('warns when nobody can ask anything of it, and says how to change that', async () => {
    const { adminTokenSha256, ...config } = aServerConfig({
      dataDir: join(directory.path, 'data'),
    })
    expect(adminTokenSha256).toBeDefined()
    running.push(await startServer(config, { logger }))

    expect(logger.messages('warn').join()).toContain('evenkeel-server token --kind sdk-server')
  })

  it.each([
    ['HELLO', '400 Bad Request', 'bad-request'],
    [
      `GET /livez HTTP/1.1\r\nX-Long: ${'x'.repeat(20_000)}`,
      '431 Request Header Fields Too Large',
      'headers-too-large',
    ],
  ])('answers what never becomes a request with a problem (%#)', async (sent, status, code) => {
    const { url } = await start()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end(`${sent}\r\n\r\n`)
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk as Buffer)

    const answer = Buffer.concat(chunks).toString()
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\r\nContent-Type: application/problem\\+json`))
    expect(answer).toContain(`"code":"${code}"`)
  })
})

describe('close', () => {
  it('says that it is not ready before it refuses connections', async () => {
    const { url, close } = await start({ lameDuckMs: 300 })
    const closed = close()

    await eventually('it says that it stops', async () => {
      const response = await fetch(`${url}/readyz`)
      return ((await response.json()) as { code: string }).code === 'stopping'
    })
    expect(await statusOf(`${url}/livez`)).toBe(200)

    await closed
    await expect(fetch(`${url}/livez`)).rejects.toThrow()
  })

  it('lets requests that are under way finish', async () => {
    const { url, close } = await start()
    const slow = request(`${url}/v1/webhooks/git`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })
    slow.write('{')
    await eventually('the request has arrived', () => slow.socket?.writableLength === 0)
    await getJson(`${url}/v1/sync`)

    const closed = close()
    slow.end('}')
    const [response] = (await once(slow, 'response')) as [{ statusCode: number }]

    expect(response.statusCode).toBe(404)
    await closed
    expect(logger.messages('warn').join()).not.toContain('cut off')
  })

  it('cuts off a request that takes longer than the drain time', async () => {
    const { url, close } = await start({ drainMs: 100 })
    const endless = request(`${url}/v1/webhooks/git`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })
    const cut = once(endless, 'error')
    endless.write('{')
    await getJson(`${url}/v1/sync`)

    await close()

    await cut
    expect(logger.messages('warn').join()).toContain('cut off')
  })

  it('may be called twice', async () => {
    const { close } = await start()

    await Promise.all([close(), close()])

    expect(logger.messages('info').filter((message) => message === 'Stopped')).toHaveLength(1)
  })

  it('leaves nothing behind: the same data directory and port serve again', async () => {
    const { url, close } = await start()
    await close()

    await expect(start({ port: Number(new URL(url).port) })).resolves.toMatchObject({ url })
  })
})

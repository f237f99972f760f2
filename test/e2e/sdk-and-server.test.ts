import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChangeEvent, Client, ClientOptions } from '@evenkeel/sdk'
import { createClient } from '@evenkeel/sdk'
import type { RunningServer, ServerConfig } from '@evenkeel/server'
import { generateToken, hashToken, startServer } from '@evenkeel/server'
import type { BareRepository, TemporaryDirectory } from '@evenkeel/test/support'
import {
  aConfigRepository,
  createBareRepository,
  eventually,
  temporaryDirectory,
} from '@evenkeel/test/support'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const FLAG_FILE = 'flags/checkout-redesign.yaml'
const STAFF = { email: 'ada@example.com' }

const token = generateToken('sdk-server')
const ignore = () => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
const clients: Client[] = []
let directory: TemporaryDirectory
let repository: BareRepository
let config: ServerConfig
let server: RunningServer

beforeAll(async () => {
  directory = await temporaryDirectory()
  repository = await createBareRepository(join(directory.path, 'config.git'))
  const files = aConfigRepository().files()
  await repository.commit('Start', Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])))
  const tokensFile = join(directory.path, 'tokens.json')
  const sha256 = hashToken(token).toString('hex')
  await writeFile(
    tokensFile,
    JSON.stringify([{ name: 'shop', kind: 'sdk-server', environment: 'production', sha256 }]),
  )
  config = {
    repo: repository.gitdir,
    branch: 'main',
    path: '',
    dataDir: join(directory.path, 'data'),
    host: '127.0.0.1',
    port: 0,
    pollMs: 100,
    tickMs: 1000,
    tokensFile,
    logLevel: 'silent',
    lameDuckMs: 0,
    drainMs: 1000,
  }
  server = await startServer(config)
  await eventually('the server is ready', async () => (await fetch(`${server.url}/readyz`)).ok, 100_000)
}, 120_000)

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})

afterAll(async () => {
  await server.close()
  await directory[Symbol.asyncDispose]()
})

function aClient(options: ClientOptions = {}): Client {
  const client = createClient({
    url: server.url,
    environment: 'production',
    token,
    pollSeconds: 1,
    logger: silent,
    ...options,
  })
  clients.push(client)
  return client
}

const push = async (from: string, to: string) =>
  repository.commit('Change the flag', {
    [FLAG_FILE]: (await repository.readText(FLAG_FILE)).replace(from, to),
  })

describe('services that embed the SDK', () => {
  it.each(['stream', 'poll'] as const)('evaluate what is pushed, when they %s', async (mode) => {
    const client = aClient({ mode })
    expect(await client.ready({ timeoutMs: 10_000 })).toMatchObject({ source: 'server' })
    expect(client.getBoolean('checkout-redesign', false, STAFF)).toBe(true)
    const changes: ChangeEvent[] = []
    client.on('change', (change) => changes.push(change))

    await push('@example.com', '@example.org')
    await eventually(
      'the service answers differently',
      () => !client.getBoolean('checkout-redesign', true, STAFF),
    )
    expect(changes.at(-1)?.changedFlags).toEqual(['checkout-redesign'])

    await push('@example.org', '@example.com')
    await eventually('the service answers as at first', () =>
      client.getBoolean('checkout-redesign', false, STAFF),
    )
  })

  it('keep their values while the server is gone, and follow it again when it is back', async () => {
    const client = aClient()
    await client.ready({ timeoutMs: 10_000 })

    await server.close()
    expect(client.getBooleanDetails('checkout-redesign', false, STAFF)).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
    })

    server = await startServer({ ...config, port: Number(new URL(server.url).port) })
    await push('@example.com', '@example.org')
    await eventually(
      'the service follows again',
      () => !client.getBoolean('checkout-redesign', true, STAFF),
      60_000,
    )
    await push('@example.org', '@example.com')
  }, 120_000)

  it('refuse frames that a key of their own did not sign', async () => {
    const strangersKey = Buffer.alloc(32, 7).toString('base64')
    const client = aClient({ publicKeys: [strangersKey] })
    const errors: string[] = []
    client.on('error', ({ code }) => errors.push(code))

    expect(await client.ready({ timeoutMs: 500 })).toMatchObject({ source: 'defaults' })
    expect(client.getBooleanDetails('checkout-redesign', false, STAFF)).toMatchObject({
      value: false,
      errorCode: 'PROVIDER_NOT_READY',
    })
    expect(errors.length).toBeGreaterThan(0)
  })

  it('get nothing of another environment than their token is for', async () => {
    const client = aClient({ environment: 'staging' })
    const errors: string[] = []
    client.on('error', ({ code }) => errors.push(code))

    expect(await client.ready({ timeoutMs: 500 })).toMatchObject({ source: 'defaults' })
    await eventually('it was told why', () => errors.length > 0)
  })
})

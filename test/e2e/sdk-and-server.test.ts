import type { ChangeEvent, Client, ClientOptions } from '@evenkeel/sdk'
import { createClient } from '@evenkeel/sdk'
import type { RunningServer } from '@evenkeel/server'
import { startServer } from '@evenkeel/server'
import { eventually } from '@evenkeel/test/support'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ServerOnStage } from './a-running-server.ts'
import { aRunningServer } from './a-running-server.ts'

const FLAG_FILE = 'flags/checkout-redesign.yaml'
const STAFF = { email: 'ada@example.com' }

const ignore = () => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
const clients: Client[] = []
let stage: ServerOnStage
/** As it was started, or started again. */
let server: RunningServer

beforeAll(async () => {
  stage = await aRunningServer('sdk-server')
  server = stage.server
})

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})

afterAll(async () => {
  await server.close()
  await stage[Symbol.asyncDispose]()
})

function aClient(options: ClientOptions = {}): Client {
  const client = createClient({
    url: server.url,
    environment: 'production',
    token: stage.token,
    pollSeconds: 1,
    logger: silent,
    ...options,
  })
  clients.push(client)
  return client
}

const push = async (from: string, to: string) =>
  stage.repository.commit('Change the flag', {
    [FLAG_FILE]: (await stage.repository.readText(FLAG_FILE)).replace(from, to),
  })

describe('services that embed the SDK', () => {
  it.each(['stream', 'poll'] as const)('evaluate what is pushed, when they %s', async (mode) => {
    const client = aClient({ mode })
    expect(await client.ready({ timeoutMs: 300_000 })).toMatchObject({ source: 'server' })
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
    await client.ready({ timeoutMs: 300_000 })

    await server.close()
    expect(client.getBooleanDetails('checkout-redesign', false, STAFF)).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
    })

    server = await startServer({ ...stage.config, port: Number(new URL(server.url).port) })
    await push('@example.com', '@example.org')
    await eventually('the service follows again', () => !client.getBoolean('checkout-redesign', true, STAFF))
    await push('@example.org', '@example.com')
  })

  it('refuse frames that a key of their own did not sign, and tell the server', async () => {
    const strangersKey = Buffer.alloc(32, 7).toString('base64')
    const client = aClient({ publicKeys: [strangersKey] })
    const errors: string[] = []
    client.on('error', ({ code }) => errors.push(code))

    await eventually('it refuses what it is sent', () => errors.length > 0)
    expect(await client.ready({ timeoutMs: 1 })).toMatchObject({ source: 'defaults' })
    expect(client.getBooleanDetails('checkout-redesign', false, STAFF)).toMatchObject({
      value: false,
      errorCode: 'PROVIDER_NOT_READY',
    })
    await eventually('the server knows', async () => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text()
      return /^evenkeel_client_frames_rejected_total\{environment="production"\} [1-9]/m.test(metrics)
    })
  })

  it('get nothing of another environment than their token is for', async () => {
    const client = aClient({ environment: 'staging' })
    const errors: string[] = []
    client.on('error', ({ code }) => errors.push(code))

    await eventually('it was told why', () => errors.length > 0)
    expect(await client.ready({ timeoutMs: 1 })).toMatchObject({ source: 'defaults' })
  })
})

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { ClientMessage } from '@evenkeel/core/protocol'
import { aFlag, aFrame, aSnapshot, eventually } from '@evenkeel/test/support'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { ClientOptions } from './options/client-options.ts'
import type { Client } from './client.ts'
import { createClient } from './create-client.ts'
import type { SdkError } from './errors.ts'
import { RecordingLogger } from './recording-logger.ts'
import { SDK_VERSION } from './version.ts'

const TOKEN = 'ek_test'
const BASE = '/flags/v1/environments/production'

/** Revision 1.`sequence` in a frame of now. */
function aRevision(sequence: number, checkout: 'on' | 'off'): Uint8Array {
  const flags = { checkout: aFlag({ defaultVariant: checkout }) }
  const contentHash = (checkout === 'on' ? '1' : '0').repeat(64)
  return aFrame(aSnapshot({ revision: { sequence }, contentHash, flags }), { nowMs: Date.now() })
}

/** Speaks the protocol below the path /flags, as far as a test needs it. */
async function aServer() {
  const state = {
    frame: aRevision(1, 'off'),
    /** What an upgrade is answered with instead. */
    refuseUpgrade: undefined as string | undefined,
    polls: 0,
    upgrades: 0,
    pongs: 0,
    /** What clients said of themselves, on streams and in the header of polls. */
    said: [] as unknown[],
  }
  const sockets = new Set<WebSocket>()
  const isAuthorized = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${TOKEN}`
  const send = (socket: WebSocket) => {
    socket.send(state.frame)
    socket.ping()
  }
  const http = createServer((request: IncomingMessage, response: ServerResponse) => {
    state.polls += 1
    state.said.push(JSON.parse(String(request.headers['evenkeel-client'])))
    if (!isAuthorized(request)) response.writeHead(401).end()
    else if (request.url !== `${BASE}/snapshot`) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'application/vnd.evenkeel.frame' }).end(state.frame)
  })
  const webSockets = new WebSocketServer({ noServer: true })
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    state.upgrades += 1
    const refusal = state.refuseUpgrade ?? (isAuthorized(request) ? undefined : '401 Unauthorized')
    const isStream =
      request.url === `${BASE}/stream` && request.headers['sec-websocket-protocol'] === 'evenkeel.v1'
    if (refusal !== undefined || !isStream) {
      socket.end(`HTTP/1.1 ${refusal ?? '404 Not Found'}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
      return
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.add(webSocket)
      webSocket.on('message', (data: Buffer, isBinary) => {
        state.said.push(isBinary ? 'binary' : JSON.parse(data.toString()))
      })
      webSocket.on('pong', () => (state.pongs += 1))
      webSocket.on('close', () => sockets.delete(webSocket))
      send(webSocket)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.terminate()
    http.closeAllConnections()
    http.close()
  })
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/flags`,
    state,
    sockets,
    publish: (frame: Uint8Array) => {
      state.frame = frame
      for (const socket of sockets) send(socket)
    },
    endAll: (code: number) => {
      for (const socket of sockets) socket.close(code)
    },
  }
}

function aClient(options: ClientOptions): { client: Client; errors: SdkError[]; logger: RecordingLogger } {
  const logger = new RecordingLogger()
  const client = createClient({ environment: 'production', token: TOKEN, logger, ...options })
  onTestFinished(() => client.close())
  const errors: SdkError[] = []
  client.on('error', (error) => errors.push(error))
  return { client, errors, logger }
}

const isOn = (client: Client) => client.getBoolean('checkout', false)

describe('a client that streams', () => {
  it('gets the snapshot on connecting and every change after it', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url })
    expect(await client.ready()).toEqual({ source: 'server', revision: '1.1' })
    const changed = new Promise((resolve) => client.on('change', resolve))
    server.publish(aRevision(2, 'on'))
    expect(await changed).toEqual({ revision: '1.2', changedFlags: ['checkout'], changedConfigs: [] })
    expect(isOn(client)).toBe(true)
    expect(server.state.polls).toBe(0)
    expect(errors).toEqual([])
  })

  it('acknowledges frames by answering pings', async () => {
    const server = await aServer()
    const { client } = aClient({ url: server.url })
    await client.ready()
    server.publish(aRevision(2, 'on'))
    await eventually('two pongs', () => server.state.pongs === 2)
  })

  it('says who it is, what it holds, and what it did not take', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url, instanceId: 'shop-1', labels: { service: 'shop' } })
    await client.ready()
    await eventually('hello and status', () => server.state.said.length === 2)
    expect(server.state.said).toEqual([
      {
        type: 'hello',
        sdk: { name: '@evenkeel/sdk', version: SDK_VERSION },
        formats: [1],
        limits: { frameBytes: 1024 ** 2, payloadBytes: 8 * 1024 ** 2 },
        instance: 'shop-1',
        labels: { service: 'shop' },
      },
      { type: 'status', applied: { epoch: 1, sequence: 1 } },
    ])
    server.publish(Buffer.from('<html>'))
    await eventually('the error', () => errors.length === 1)
    server.endAll(1001)
    const hellos = () => server.state.said.filter((said) => (said as ClientMessage).type === 'hello')
    await eventually('hello again', () => hellos().length === 2)
    expect(hellos()[1]).toMatchObject({
      applied: { epoch: 1, sequence: 1 },
      rejected: { code: 'not-a-frame' },
    })
  })

  it('comes back after the server went away', async () => {
    const server = await aServer()
    const { client } = aClient({ url: server.url })
    await client.ready()
    server.endAll(1001)
    server.state.frame = aRevision(2, 'on')
    await eventually('the new revision', () => isOn(client))
    expect(server.state.upgrades).toBe(2)
  })

  it('polls where WebSockets are not let through', async () => {
    const server = await aServer()
    server.state.refuseUpgrade = '200 OK'
    const { client, errors, logger } = aClient({ url: server.url, pollSeconds: 1 })
    expect(await client.ready()).toEqual({ source: 'server', revision: '1.1' })
    server.publish(aRevision(2, 'on'))
    await eventually('the new revision', () => isOn(client))
    expect(errors.map(({ code }) => code)).toEqual(['stream-refused'])
    expect(logger.lines.filter((line) => line.includes('polling until streaming works'))).toHaveLength(1)
  })

  it('tells a server that refuses the token from a proxy that refuses WebSockets', async () => {
    const server = await aServer()
    server.state.refuseUpgrade = '403 Forbidden\r\ncontent-type: application/problem+json'
    const { client, errors } = aClient({ url: server.url })
    await eventually('the error', () => errors.length === 1)
    expect(errors[0]?.code).toBe('unauthorized')
    expect(server.state).toMatchObject({ upgrades: 1, polls: 0 })
    await client.close()
  })

  it('keeps what it has when the token is revoked, and leaves the server alone', async () => {
    const server = await aServer()
    server.state.frame = aRevision(1, 'on')
    const { client, errors } = aClient({ url: server.url })
    await client.ready()
    server.endAll(4401)
    await eventually('the error', () => errors.length === 1)
    expect(errors[0]?.code).toBe('unauthorized')
    expect(isOn(client)).toBe(true)
    expect(server.state).toMatchObject({ upgrades: 1, polls: 0 })
  })

  it('says that the token is wrong and serves defaults', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url, token: 'ek_wrong' })
    await eventually('the error', () => errors.length === 1)
    expect(errors[0]).toMatchObject({ code: 'unauthorized' })
    expect(await client.ready({ timeoutMs: 1 })).toEqual({ source: 'defaults' })
  })

  it('does not take a message that is larger than a frame may be', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url })
    await client.ready()
    server.publish(Buffer.alloc(1024 * 1024 + 1))
    await eventually('the error', () => errors.length > 0)
    expect(errors[0]?.message).toContain('Max payload size exceeded')
    expect(client.getBooleanDetails('checkout', true)).toMatchObject({ value: false, reason: 'STATIC' })
  })

  it('ignores text, which no server sends', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url })
    await client.ready()
    for (const socket of server.sockets) socket.send('{"flags": {}}')
    server.publish(aRevision(2, 'on'))
    await eventually('the new revision', () => isOn(client))
    expect(errors).toEqual([])
  })

  it('says who is not there, and goes on without', async () => {
    const { client, errors } = aClient({ url: 'http://127.0.0.1:1' })
    await eventually('the error', () => errors.length > 0)
    expect(errors[0]).toMatchObject({ code: 'unreachable' })
    expect(errors[0]?.message).toContain('ECONNREFUSED')
    expect(client.getBooleanDetails('checkout', true)).toMatchObject({
      value: true,
      errorCode: 'PROVIDER_NOT_READY',
    })
  })

  it('lets go of the server when it is closed', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url })
    await client.ready()
    await client.close()
    await eventually('no connection', () => server.sockets.size === 0)
    expect(errors).toEqual([])
  })

  it('never connects when it is closed at once', async () => {
    const server = await aServer()
    await aClient({ url: server.url }).client.close()
    await aClient({ url: server.url }).client.ready()
    expect(server.state.upgrades).toBe(1)
  })
})

describe('a client that polls', () => {
  it('gets the snapshot and, with the next poll, what changed', async () => {
    const server = await aServer()
    const { client, errors } = aClient({ url: server.url, mode: 'poll', pollSeconds: 1 })
    expect(await client.ready()).toEqual({ source: 'server', revision: '1.1' })
    server.publish(aRevision(2, 'on'))
    await eventually('the new revision', () => isOn(client))
    expect(server.state.upgrades).toBe(0)
    expect(server.state.said.slice(0, 2)).toMatchObject([
      { type: 'hello', labels: {} },
      { type: 'hello', applied: { epoch: 1, sequence: 1 } },
    ])
    expect(errors).toEqual([])
  })

  it('says that the environment is not there', async () => {
    const server = await aServer()
    const { errors } = aClient({ url: server.url, mode: 'poll', environment: 'staging' })
    await eventually('the error', () => errors.length === 1)
    expect(errors[0]).toMatchObject({ code: 'unknown-environment' })
    expect(errors[0]?.message).toContain('environment "staging"')
  })
})

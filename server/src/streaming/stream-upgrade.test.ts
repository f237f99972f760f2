import { createServer, get } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { STREAM_SUBPROTOCOL, streamPath, writeClientMessage } from '@evenkeel/core/protocol'
import { readFrameHeader } from '@evenkeel/core/snapshot'
import type { FakeClock } from '@evenkeel/test/support'
import { aFlag, aSnapshot, eventually, fakeClock } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { TokenRegistry } from '../access/token-registry.ts'
import { aHello } from '../fleet/a-hello.ts'
import { aFleet } from '../fleet/a-fleet.ts'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { asStored } from '../snapshots/a-stored-snapshot.ts'
import { bearer, knownTokens } from '../snapshots/serving/an-app.ts'
import type { SnapshotService } from '../snapshots/snapshot-service.ts'
import { FakeStreamingMetrics } from './fake-streaming-metrics.ts'
import { StreamAdmission } from './stream-admission.ts'
import { StreamService } from './stream-service.ts'
import { StreamUpgrade } from './stream-upgrade.ts'

const TICK = 5000
const revision = (sequence: number) =>
  asStored(aSnapshot({ revision: { sequence }, flags: { redesign: aFlag() } }))

let clock: FakeClock
let snapshots: SnapshotService
let tokens: TokenRegistry
let metrics: FakeStreamingMetrics
let streams: StreamService
let fleet: ReturnType<typeof aFleet>
let server: Server
let origin: string
let clients: WebSocket[]

beforeEach(async () => {
  clock = fakeClock()
  snapshots = aSnapshotService(clock).service
  tokens = knownTokens()
  metrics = new FakeStreamingMetrics()
  clients = []
  streams = new StreamService({
    served: snapshots,
    clock,
    metrics,
    tickMs: TICK,
    maxStreams: 3,
    random: () => 0,
  })
  fleet = aFleet(clock)
  server = createServer()
  const admission = new StreamAdmission(tokens, snapshots)
  new StreamUpgrade({ admission, streams, fleet: fleet.fleet, metrics, clock }).attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  for (const client of clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
})

interface Attempt {
  readonly path?: string
  readonly token?: string
  readonly subprotocols?: readonly string[]
  readonly headers?: Record<string, string>
  readonly autoPong?: boolean
}

/** A client, with what it received. */
function connect({
  path = streamPath('production'),
  token = 'production-service',
  subprotocols = [STREAM_SUBPROTOCOL],
  headers = {},
  autoPong = true,
}: Attempt = {}) {
  const client = new WebSocket(origin + path, [...subprotocols], {
    headers: { ...bearer(token), ...headers },
    autoPong,
  })
  clients.push(client)
  const sequences: number[] = []
  let closeCode: number | undefined
  client.on('message', (data: Buffer) => sequences.push(readFrameHeader(data).sequence))
  client.on('close', (code) => (closeCode = code))
  client.on('error', () => undefined)
  return { client, sequences, closeCode: () => closeCode }
}

const received = (sequences: readonly number[], count: number) =>
  eventually(`${count} frames are there`, () => sequences.length >= count && sequences)

/** The answer to a request that is not upgraded. */
async function refusal(attempt: Attempt) {
  const { client } = connect(attempt)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    client.on('unexpected-response', (_request, answer) => resolve(answer))
    client.on('open', () => reject(new Error('it was upgraded')))
  })
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const headers: IncomingHttpHeaders = response.headers
  const problem = JSON.parse(Buffer.concat(chunks).toString()) as {
    status: number
    code: string
    detail: string
  }
  return { headers, problem }
}

describe('a stream', () => {
  beforeEach(() => snapshots.install([revision(1)]))

  it('brings the current frame, and a change at once', async () => {
    const { client, sequences } = connect()
    await received(sequences, 1)
    expect(client.protocol).toBe(STREAM_SUBPROTOCOL)
    expect(client.extensions).toBe('')
    await snapshots.install([revision(2)])
    await received(sequences, 2)
    expect(sequences).toEqual([1, 2])
  })

  it('brings a frame each tick, changed or not', async () => {
    const { sequences } = connect()
    for (let frames = 1; frames <= 4; frames++) {
      await received(sequences, frames)
      await clock.advance(TICK)
    }
    expect(sequences.slice(0, 4)).toEqual([1, 1, 1, 1])
  })

  it('ends for a client that acknowledges nothing, with the reason', async () => {
    const { sequences, closeCode } = connect({ autoPong: false })
    await received(sequences, 1)
    await clock.advance(3 * TICK)
    await eventually('it is ended', () => closeCode() !== undefined)
    expect(closeCode()).toBe(4408)
    expect(metrics.slowConsumersEnded).toBe(1)
    expect(sequences).toEqual([1])
  })

  it('takes no pong for an acknowledgement that does not answer its ping', async () => {
    const { client, sequences, closeCode } = connect({ autoPong: false })
    await received(sequences, 1)
    client.pong(Buffer.alloc(8))
    client.pong()
    await eventually('the server has read what was sent', () => client.bufferedAmount === 0)
    await clock.advance(3 * TICK)
    await eventually('it is ended', () => closeCode() !== undefined)
    expect(sequences).toEqual([1])
  })

  it('cuts the connection of a client that does not even answer the close', async () => {
    const { client, sequences } = connect({ autoPong: false })
    await received(sequences, 1)
    client.pause()
    await clock.advance(3 * TICK)
    expect(metrics.open.get('production')).toBe(1)
    await clock.advance(1000)
    await eventually('it is cut', () => metrics.open.get('production') === 0)
  })

  it('ends when its token is revoked, within a tick', async () => {
    const { sequences, closeCode } = connect()
    await received(sequences, 1)
    tokens.replace([])
    await clock.advance(TICK)
    await eventually('it is ended', () => closeCode() !== undefined)
    expect(closeCode()).toBe(4401)
  })

  it('ends with 1001 when the server goes away', async () => {
    const { sequences, closeCode } = connect()
    await received(sequences, 1)
    await streams.close()
    await eventually('it is ended', () => closeCode() !== undefined)
    expect(closeCode()).toBe(1001)
  })

  it('puts its client on the roster of its environment, until it ends', async () => {
    const { client, sequences } = connect()
    await received(sequences, 1)
    client.send(writeClientMessage({ ...aHello, instance: 'shop-1' }))
    client.send(writeClientMessage({ type: 'status', applied: { epoch: 1, sequence: 1 } }))
    const clients = () => fleet.fleet.clientsOf('production')
    await eventually('it is there', () => clients()[0]?.applied !== undefined)
    expect(clients()).toMatchObject([{ instance: 'shop-1', over: 'stream', environment: 'production' }])
    client.terminate()
    await eventually('it is gone', () => clients().length === 0)
  })

  it('passes over messages that are wrong, and ends for a large one', async () => {
    const { client, sequences, closeCode } = connect()
    await received(sequences, 1)
    client.send('{"type":"status"}')
    client.send(Buffer.from(writeClientMessage(aHello)), { binary: true })
    await eventually('both are counted', () => fleet.metrics.refused.length === 2)
    expect(fleet.fleet.clientsOf('production')).toEqual([])
    await clock.advance(TICK)
    await received(sequences, 2)
    client.send('x'.repeat(4097))
    await eventually('it is ended', () => closeCode() !== undefined)
    expect(closeCode()).toBe(1009)
  })

  it('is forgotten when its client has gone', async () => {
    const { client, sequences } = connect()
    await received(sequences, 1)
    client.terminate()
    await eventually('it is forgotten', () => metrics.open.get('production') === 0)
    expect(clock.pending()).toBe(0)
  })

  it('is for operators too', async () => {
    const { sequences } = connect({ token: 'an-operator' })
    await received(sequences, 1)
  })
})

describe('a stream is refused', () => {
  beforeEach(() => snapshots.install([revision(1)]))

  it.each<[string, Attempt, number, string]>([
    ['without a token', { headers: { authorization: '' } }, 401, 'token-missing'],
    ['to a token nobody knows', { token: 'nobody' }, 401, 'token-unknown'],
    ['to a token for browsers', { token: 'production-browser' }, 403, 'token-kind'],
    ['to the token of another environment', { token: 'staging-service' }, 403, 'token-environment'],
    [
      'for an environment that is not served',
      { path: streamPath('none'), token: 'an-admin' },
      404,
      'environment-not-found',
    ],
    ['at another path', { path: '/v1/environments' }, 404, 'route-not-found'],
    ['at a path that cannot be read', { path: '/v1/environments/%ff/stream' }, 404, 'route-not-found'],
    ['without the subprotocol', { subprotocols: ['evenkeel.v9'] }, 400, 'subprotocol-required'],
  ])('%s', async (_what, attempt, status, code) => {
    const { headers, problem } = await refusal(attempt)
    expect(problem).toMatchObject({ status, code })
    expect(headers['content-type']).toBe('application/problem+json')
    expect(metrics.refused).toEqual([code])
  })

  it('with how to authenticate', async () => {
    expect((await refusal({ token: 'nobody' })).headers['www-authenticate']).toContain('Bearer')
  })

  it('beyond the most there may be, with when to try again', async () => {
    for (const { sequences } of [connect(), connect(), connect()]) await received(sequences, 1)
    const { headers, problem } = await refusal({})
    expect(problem).toMatchObject({ status: 503, code: 'too-many-streams' })
    expect(headers['retry-after']).toBe('5')
  })

  it('to other kinds of upgrade', async () => {
    const request = get(origin.replace('ws:', 'http:') + streamPath('production'), {
      headers: { ...bearer('production-service'), connection: 'Upgrade', upgrade: 'h2c' },
    })
    const response = await new Promise<IncomingMessage>((resolve) => request.on('response', resolve))
    response.resume()
    expect(response.statusCode).toBe(400)
    expect(metrics.refused).toEqual(['not-a-websocket'])
  })
})

describe('before anything was published', () => {
  it('a stream is refused, with when to try again', async () => {
    const { headers, problem } = await refusal({})
    expect(problem).toMatchObject({ status: 503, code: 'nothing-served-yet' })
    expect(headers['retry-after']).toBe('5')
  })
})

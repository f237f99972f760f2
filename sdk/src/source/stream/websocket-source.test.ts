import { parseClientMessage } from '@evenkeel/core/protocol'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeClientReport } from '../fake-client-report.ts'
import { endpointOf } from '../endpoint.ts'
import { RecordingReceiver } from '../recording-receiver.ts'
import { FakeConnect } from './fake-connect.ts'
import { WebSocketSource } from './websocket-source.ts'

const endpoint = endpointOf(new URL('https://flags.example.com'), 'production', 'ek_abc')
const FRAME = Uint8Array.of(1, 2, 3)

function aRunningStream() {
  const clock = fakeClock()
  const server = new FakeConnect()
  const receiver = new RecordingReceiver()
  const runtime = { clock, random: () => 0.5 }
  const { connect } = server
  const held = fakeClientReport()
  const source = new WebSocketSource({ endpoint, report: held.report, silenceMs: 20_000, connect, runtime })
  const stop = source.start(receiver)
  /** Frames every five seconds. */
  const stream = async (seconds: number) => {
    for (let passed = 0; passed <= seconds; passed += 5) {
      server.latest.listener.frame(FRAME)
      if (passed < seconds) await clock.advance(5_000)
    }
  }
  return { clock, server, receiver, held, stop, stream }
}

describe('WebSocketSource', () => {
  it('connects at once and hands on every frame', () => {
    const { server, receiver } = aRunningStream()
    expect(server.connections).toHaveLength(1)
    expect(server.latest.endpoint).toBe(endpoint)
    server.latest.listener.frame(FRAME)
    server.latest.listener.frame(FRAME)
    expect(receiver.frames).toEqual([FRAME, FRAME])
  })

  it('says hello on every connection, and what became of a frame', async () => {
    const { clock, server, receiver, held } = aRunningStream()
    const typesOf = (sent: readonly string[]) => sent.map((text) => parseClientMessage(text).type)
    const [first] = server.connections
    first?.listener.opened()
    held.standing = { applied: { epoch: 1, sequence: 1 } }
    first?.listener.frame(FRAME)
    held.standing = { applied: { epoch: 1, sequence: 2 } }
    first?.listener.frame(FRAME)
    expect(typesOf(first?.sent ?? [])).toEqual(['hello', 'status'])
    first?.listener.ended({ closeCode: 1001, reason: '' })
    await clock.advance(500)
    server.latest.listener.opened()
    expect(parseClientMessage(server.latest.sent[0] ?? '')).toMatchObject({
      type: 'hello',
      instance: 'shop-1',
      applied: { epoch: 1, sequence: 2 },
    })
    await clock.advance(5_000)
    expect(first?.sent).toHaveLength(2)
    expect(receiver.frames).toHaveLength(2)
  })

  it('connects again after a wait that grows with every failure', async () => {
    const { clock, server, receiver } = aRunningStream()
    server.latest.listener.ended({ cause: new Error('refused') })
    await clock.advance(499)
    expect(server.connections).toHaveLength(1)
    await clock.advance(1)
    expect(server.connections).toHaveLength(2)
    server.latest.listener.ended({ cause: new Error('refused') })
    await clock.advance(999)
    expect(server.connections).toHaveLength(2)
    await clock.advance(1)
    expect(server.connections).toHaveLength(3)
    expect(receiver.codes).toEqual(['unreachable', 'unreachable'])
  })

  it('forgets failures once a connection has brought frames for 20 seconds', async () => {
    const { clock, server, stream, receiver } = aRunningStream()
    for (let failure = 1; failure <= 4; failure++) {
      server.latest.listener.ended({ cause: new Error('refused') })
      await clock.advance(30_000)
    }
    receiver.failures.length = 0
    await stream(20)
    server.latest.listener.ended({ closeCode: 1001, reason: '' })
    const before = server.connections.length
    await clock.advance(500)
    expect(server.connections).toHaveLength(before + 1)
    expect(receiver.failures).toEqual([])
  })

  it('goes on backing off while connections end soon after their first frame', async () => {
    const { clock, server, stream, receiver } = aRunningStream()
    for (let failure = 1; failure <= 3; failure++) {
      await stream(5)
      server.latest.listener.ended({ closeCode: 1006, reason: '' })
      await clock.advance(500 * 2 ** (failure - 1) - 1)
      expect(server.connections).toHaveLength(failure)
      await clock.advance(1)
      expect(server.connections).toHaveLength(failure + 1)
    }
    expect(receiver.codes).toEqual(['unreachable', 'unreachable', 'unreachable'])
  })

  it('gives up a connection on which nothing arrives for 20 seconds', async () => {
    const { clock, server, receiver } = aRunningStream()
    const [silent] = server.connections
    await clock.advance(19_999)
    expect(silent?.closed).toBe(false)
    await clock.advance(1)
    expect(silent?.closed).toBe(true)
    expect(receiver.failures[0]?.message).toContain('nothing arrived for 20 s')
    await clock.advance(500)
    expect(server.connections).toHaveLength(2)
  })

  it('takes a frame or a ping for a sign of life', async () => {
    const { clock, server } = aRunningStream()
    await clock.advance(15_000)
    server.latest.listener.alive()
    await clock.advance(15_000)
    server.latest.listener.frame(FRAME)
    await clock.advance(19_999)
    expect(server.connections).toHaveLength(1)
    expect(server.latest.closed).toBe(false)
  })

  it.each([
    ['an upgrade', { status: 401 }],
    ['a running stream', { closeCode: 4401, reason: 'revoked' }],
  ])('waits at least a minute after the token was refused for %s', async (_what, ending) => {
    const { clock, server, stream, receiver } = aRunningStream()
    await stream(20)
    server.latest.listener.ended(ending)
    expect(receiver.codes).toEqual(['unauthorized'])
    await clock.advance(60_000)
    expect(server.connections).toHaveLength(1)
    await clock.advance(500)
    expect(server.connections).toHaveLength(2)
  })

  it('waits as long as a busy server asks', async () => {
    const { clock, server } = aRunningStream()
    server.latest.listener.ended({ status: 503, retryAfter: '10' })
    await clock.advance(10_000)
    expect(server.connections).toHaveLength(1)
    await clock.advance(500)
    expect(server.connections).toHaveLength(2)
  })

  it('leaves nothing behind when it is stopped, connected or waiting', async () => {
    const connected = aRunningStream()
    connected.stop()
    expect(connected.server.latest.closed).toBe(true)
    expect(connected.clock.pending()).toBe(0)

    const waiting = aRunningStream()
    waiting.server.latest.listener.ended({ cause: new Error('refused') })
    waiting.stop()
    await waiting.clock.advance(600_000)
    expect(waiting.server.connections).toHaveLength(1)
  })
})

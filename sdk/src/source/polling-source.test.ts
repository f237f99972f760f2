import { CLIENT_HEADER, parseClientHeader } from '@evenkeel/core/protocol'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeClientReport } from './fake-client-report.ts'
import { endpointOf } from './endpoint.ts'
import { PollingSource } from './polling-source.ts'
import { RecordingReceiver } from './recording-receiver.ts'

const endpoint = endpointOf(new URL('https://flags.example.com'), 'production', 'ek_abc')
const FRAME = Uint8Array.of(1, 2, 3)

type Answer = () => Response | Promise<Response>

const aFrameResponse: Answer = () => new Response(FRAME)
const aStatus =
  (status: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(null, { status, headers })

/** Polls a server that answers as told, one answer a request, the last one from then on. */
function aRunningPoll(...answers: readonly Answer[]) {
  const clock = fakeClock()
  const receiver = new RecordingReceiver()
  const requests: { at: number; url: string; init: RequestInit }[] = []
  const startedAt = clock.now()
  const fakeFetch = ((url: string, init: RequestInit) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? aFrameResponse
    requests.push({ at: clock.now() - startedAt, url, init })
    return Promise.resolve().then(answer)
  }) as typeof fetch
  const runtime = { clock, random: () => 0.5, fetch: fakeFetch }
  const held = fakeClientReport()
  const source = new PollingSource({ endpoint, report: held.report, pollMs: 5_000, runtime })
  const stop = source.start(receiver)
  return { clock, receiver, held, requests, stop, times: () => requests.map(({ at }) => at) }
}

describe('PollingSource', () => {
  it('asks for a frame at once, with the token, and then every pollMs', async () => {
    const { clock, receiver, requests, times } = aRunningPoll(aFrameResponse)
    await clock.advance(10_000)
    expect(times()).toEqual([0, 5_000, 10_000])
    expect(receiver.frames.map((frame) => [...frame])).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(requests[0]).toMatchObject({
      url: 'https://flags.example.com/v1/environments/production/snapshot',
      init: {
        headers: { accept: 'application/vnd.evenkeel.frame', authorization: 'Bearer ek_abc' },
        redirect: 'manual',
      },
    })
  })

  it('says with every request who asks and what it holds', async () => {
    const { clock, held, requests } = aRunningPoll(aFrameResponse)
    const said = () =>
      requests.map(({ init }) => parseClientHeader(new Headers(init.headers).get(CLIENT_HEADER) ?? ''))
    held.standing = { rejected: { code: 'wrong-signature', message: 'refusé' } }
    await clock.advance(5_000)
    expect(said()).toMatchObject([
      { type: 'hello', instance: 'shop-1', labels: { service: 'shop' }, formats: [1] },
      { type: 'hello', instance: 'shop-1', rejected: { code: 'wrong-signature', message: 'refusé' } },
    ])
    expect(said()[0]).not.toHaveProperty('applied')
  })

  it('waits longer with every failure, and as usual after a success', async () => {
    const failing: Answer = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNRESET') }))
    const { clock, receiver, times } = aRunningPoll(
      failing,
      failing,
      failing,
      failing,
      failing,
      aFrameResponse,
    )
    await clock.advance(40_000)
    expect(times()).toEqual([0, 5_000, 10_000, 15_000, 20_000, 28_000, 33_000, 38_000])
    expect(receiver.codes).toHaveLength(5)
    expect(receiver.failures[0]?.message).toBe(
      'no snapshot from https://flags.example.com/v1/environments/production/snapshot: fetch failed: ECONNRESET',
    )
  })

  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'unknown-environment'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [304, 'unavailable'],
  ])('takes HTTP %d for %s', async (status, code) => {
    const { clock, receiver } = aRunningPoll(aStatus(status))
    await clock.advance(0)
    expect(receiver.codes).toEqual([code])
    expect(receiver.frames).toEqual([])
  })

  it('does not follow a redirect with the token but says where the mistake is', async () => {
    const { clock, receiver } = aRunningPoll(aStatus(302, { location: 'https://elsewhere.example.com' }))
    await clock.advance(0)
    expect(receiver.failures[0]?.message).toContain('write the address it redirects to as `url`')
  })

  it('waits at least a minute after its token was refused', async () => {
    const { clock, times } = aRunningPoll(aStatus(401), aFrameResponse)
    await clock.advance(60_500)
    expect(times()).toEqual([0, 60_500])
  })

  it('waits as long as a busy server asks', async () => {
    const { clock, times } = aRunningPoll(aStatus(503, { 'retry-after': '20' }), aFrameResponse)
    await clock.advance(20_500)
    expect(times()).toEqual([0, 20_500])
  })

  it('gives a request up after ten seconds', async () => {
    const clock = fakeClock()
    const receiver = new RecordingReceiver()
    const hanging = ((_url: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error)
        })
      })) as typeof fetch
    new PollingSource({
      endpoint,
      report: fakeClientReport().report,
      pollMs: 5_000,
      runtime: { clock, random: () => 0.5, fetch: hanging },
    }).start(receiver)
    await clock.advance(9_999)
    expect(receiver.codes).toEqual([])
    await clock.advance(1)
    expect(receiver.codes).toEqual(['unreachable'])
    expect(receiver.failures[0]?.message).toContain('no answer within 10 s')
  })

  it('stops reading a body that is larger than it may be', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1
        controller.enqueue(new Uint8Array(256 * 1024))
      },
    })
    const { clock, receiver } = aRunningPoll(() => new Response(body))
    await clock.advance(0)
    expect(receiver.codes).toEqual(['too-large'])
    expect(sent).toBeLessThanOrEqual(6)
  })

  it('takes a missing body for an empty one, which is for others to judge', async () => {
    const { clock, receiver } = aRunningPoll(() => new Response(null, { status: 200 }))
    await clock.advance(0)
    expect(receiver.frames.map((frame) => frame.length)).toEqual([0])
  })

  it('brings nothing more once it is stopped', async () => {
    const { clock, receiver, stop, requests } = aRunningPoll(aFrameResponse)
    stop()
    await clock.advance(60_000)
    expect(receiver.frames).toEqual([])
    expect(receiver.failures).toEqual([])
    expect(requests).toHaveLength(1)
    expect(clock.pending()).toBe(0)
  })
})

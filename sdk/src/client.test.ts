import { aFlag, aFrame, aRule, aSegment, aSnapshot, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { ClientEvents } from './events/client-events.ts'
import { Client } from './client.ts'
import { SdkError } from './errors.ts'
import type { Hook } from './hooks/hook.ts'
import { RecordingLogger } from './recording-logger.ts'
import { FakeSource } from './source/fake-source.ts'
import type { SourceKind } from './source/source.ts'

const EVENTS = ['ready', 'change', 'stale', 'error'] as const satisfies (keyof ClientEvents)[]

function aClient(kind: SourceKind = 'server', hooks?: Hook[], clock = fakeClock()) {
  const source = new FakeSource(kind)
  const logger = new RecordingLogger()
  const client = new Client(
    {
      origin: { from: 'source', source },
      environment: 'production',
      verifiers: [],
      context: undefined,
      pollMs: 5_000,
      hooks,
      logger,
    },
    { clock, random: () => 0.5, fetch },
  )
  const heard: [string, unknown][] = []
  for (const name of EVENTS) client.on(name, (event) => heard.push([name, event]))
  /** A frame of revision 1.`sequence`, written now. */
  const bring = (sequence: number, checkout: 'on' | 'off' = 'off') => {
    source.receiver.frame(aFrame(aRevision(sequence, checkout), { nowMs: clock.now() }))
  }
  return { client, clock, source, logger, heard, names: () => heard.map(([name]) => name), bring }
}

function aRevision(sequence: number, checkout: 'on' | 'off' = 'off') {
  return aSnapshot({
    revision: { sequence },
    contentHash: (checkout === 'on' ? '1' : '0').repeat(64),
    flags: { checkout: aFlag({ defaultVariant: checkout }) },
  })
}

describe('Client.ready', () => {
  it('resolves with source and revision when the first snapshot is in use', async () => {
    const { client, bring } = aClient()
    const ready = client.ready({ timeoutMs: 2_000 })
    bring(7)
    expect(await ready).toEqual({ source: 'server', revision: '1.7' })
    expect(await client.ready()).toEqual({ source: 'server', revision: '1.7' })
  })

  it('resolves with "defaults" when nothing comes in time, and never rejects', async () => {
    const { client, clock, source, bring } = aClient()
    const ready = client.ready({ timeoutMs: 2_000 })
    source.receiver.failed(new SdkError('unreachable', 'nobody there'))
    await clock.advance(2_000)
    expect(await ready).toEqual({ source: 'defaults' })
    bring(1)
    expect(await client.ready()).toEqual({ source: 'server', revision: '1.1' })
  })

  it('waits five seconds when it is not told how long', async () => {
    const { client, clock } = aClient()
    let settled = false
    const ready = client.ready().then((readiness) => {
      settled = true
      return readiness
    })
    await clock.advance(4_999)
    expect(settled).toBe(false)
    await clock.advance(1)
    expect(await ready).toEqual({ source: 'defaults' })
  })

  it('waits as long as a timer can when it is told to wait for ever, and takes null for nothing', async () => {
    const delays: number[] = []
    const clock = fakeClock()
    const { client } = aClient('server', undefined, {
      ...clock,
      schedule: (delayMs, run) => {
        delays.push(delayMs)
        return clock.schedule(delayMs, run)
      },
    })
    const waiting = [client.ready({ timeoutMs: Infinity }), client.ready(null as never)]
    expect(delays).toEqual([2 ** 31 - 1, 5_000])
    await client.close()
    await Promise.all(waiting)
  })

  it('keeps the process alive until it resolves, and no longer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const { client, clock } = aClient()
    const before = timers()
    const ready = client.ready({ timeoutMs: 1 })
    // A timer of the same length that was set later: what ready() set for this long is over.
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(timers()).toBe(before + 1)
    await clock.advance(1)
    await ready
    expect(timers()).toBe(before)
  })

  it('lets everyone go who waits when the client is closed', async () => {
    const { client } = aClient()
    const waiting = [client.ready(), client.ready({ timeoutMs: 60_000 })]
    await client.close()
    expect(await Promise.all(waiting)).toEqual([{ source: 'defaults' }, { source: 'defaults' }])
    expect(await client.ready()).toEqual({ source: 'defaults' })
  })
})

describe('Client events', () => {
  it('says ready for the first snapshot, which is no change', () => {
    const { heard, bring } = aClient()
    bring(1)
    expect(heard).toEqual([['ready', { source: 'server', revision: '1.1' }]])
  })

  it('says what changed, and only when something did', () => {
    const { heard, bring } = aClient()
    bring(1)
    bring(1)
    bring(2)
    bring(3, 'on')
    expect(heard.slice(1)).toEqual([
      ['change', { revision: '1.3', changedFlags: ['checkout'], changedConfigs: [] }],
    ])
  })

  it('names the flags that a changed segment or prerequisite reaches', () => {
    const { source, heard } = aClient()
    const aRevisionWith = (sequence: number, include: string[]) =>
      aSnapshot({
        revision: { sequence },
        contentHash: String(sequence),
        segments: { inner: aSegment({ include }), staff: aSegment({ if: ['$segment', 'inner'] }) },
        flags: {
          cart: aFlag({ rules: [aRule({ if: ['$segment', 'staff'] })] }),
          checkout: aFlag({ prerequisites: [{ flag: 'cart', variants: ['on'] }] }),
          other: aFlag(),
        },
      })
    source.receiver.snapshot(aRevisionWith(1, ['u-1']))
    source.receiver.snapshot(aRevisionWith(2, ['u-1', 'u-2']))
    expect(heard.slice(1)).toEqual([
      ['change', { revision: '1.2', changedFlags: ['cart', 'checkout'], changedConfigs: [] }],
    ])
  })

  it('says that flags may have changed when a during begins or ends, and serves them so', async () => {
    const { client, clock, source, heard } = aClient('memory')
    const from = clock.now() + 60_000
    const during = { from, until: from + 60_000 }
    const seen: boolean[] = []
    client.on('change', () => seen.push(client.getBoolean('sale', false)))
    source.receiver.snapshot(aSnapshot({ flags: { sale: aFlag({ rules: [aRule({ during })] }) } }))
    await clock.advance(300_000)
    const change = { revision: '1.1', changedFlags: ['sale'], changedConfigs: [] }
    expect(heard.slice(1)).toEqual([
      ['change', change],
      ['change', change],
    ])
    expect(seen).toEqual([true, false])
  })

  it('evaluates by the new snapshot when listeners hear of it', () => {
    const { client, bring } = aClient()
    const seen: boolean[] = []
    client.on('change', () => seen.push(client.getBoolean('checkout', false)))
    bring(1)
    bring(2, 'on')
    expect(seen).toEqual([true])
  })

  it('hands on failures and keeps what it has after a bad frame', () => {
    const { client, source, heard, bring } = aClient()
    bring(2, 'on')
    bring(1)
    source.receiver.frame(Buffer.from('<html>'))
    source.receiver.failed(new SdkError('unreachable', 'nobody there'))
    expect(heard.slice(1).map(([name, event]) => [name, (event as SdkError).code])).toEqual([
      ['error', 'older-revision'],
      ['error', 'not-a-frame'],
      ['error', 'unreachable'],
    ])
    expect(client.getBoolean('checkout', false)).toBe(true)
  })

  it('becomes stale after a minute without a frame, once, and ready again with the next', async () => {
    const { client, clock, heard, names, bring } = aClient()
    bring(1)
    const since = clock.now()
    await clock.advance(59_999)
    expect(names()).toEqual(['ready'])
    expect(client.stale).toBeUndefined()
    await clock.advance(600_000)
    expect(heard.slice(1)).toEqual([['stale', { revision: '1.1', since }]])
    expect(client.stale).toEqual({ revision: '1.1', since })
    bring(1)
    expect(client.stale).toBeUndefined()
    expect(heard.slice(2)).toEqual([['ready', { source: 'server', revision: '1.1' }]])
  })

  it('stays current while frames come, changed or not', async () => {
    const { clock, names, bring } = aClient()
    for (let tick = 0; tick < 30; tick++) {
      bring(1)
      await clock.advance(5_000)
    }
    expect(names()).toEqual(['ready'])
  })

  it('becomes stale although old frames are repeated to it', async () => {
    const { clock, source, logger, names } = aClient()
    const frame = aFrame(aRevision(1), { nowMs: clock.now() })
    for (let tick = 0; tick < 80; tick++) {
      source.receiver.frame(frame)
      await clock.advance(5_000)
    }
    expect(names().filter((name) => name !== 'error')).toEqual(['ready', 'stale'])
    expect(logger.lines.filter((line) => line.includes('had expired'))).toHaveLength(1)
  })

  it.each(['file', 'memory'] as const)('never becomes stale with a snapshot from %s', async (kind) => {
    const { clock, names, bring } = aClient(kind)
    bring(1)
    await clock.advance(86_400_000)
    expect(names()).toEqual(['ready'])
  })

  it('logs a failure that repeats once, with what is being served', () => {
    const { source, logger, bring } = aClient()
    const failure = new SdkError('unreachable', 'nobody there')
    for (let i = 0; i < 3; i++) source.receiver.failed(failure)
    bring(1)
    for (let i = 0; i < 3; i++) source.receiver.failed(failure)
    expect(logger.lines).toEqual([
      'warn evenkeel: nobody there; no snapshot has arrived yet, so the defaults in the code are served',
      'info evenkeel: ready with revision 1.1 from server',
      'warn evenkeel: nobody there; revision 1.1 stays in use',
    ])
  })
})

describe('Client.close', () => {
  it('stops the source and every timer, and evaluates on', async () => {
    const { client, clock, source, heard, bring } = aClient()
    bring(1, 'on')
    const { receiver } = source
    await client.close()
    receiver.frame(aFrame(aRevision(2)))
    receiver.failed(new SdkError('unreachable', 'nobody there'))
    expect(source.isRunning).toBe(false)
    expect(clock.pending()).toBe(0)
    expect(heard).toHaveLength(1)
    expect(client.getBoolean('checkout', false)).toBe(true)
    await client.close()
  })

  it('closes its hooks once, and waits for them', async () => {
    let closes = 0
    let finish: () => void = () => undefined
    const hook: Hook = {
      close: () => {
        closes += 1
        return new Promise((resolve) => (finish = resolve))
      },
    }
    const { client, clock, logger } = aClient('memory', [hook])
    let isClosed = false
    void Promise.all([client.close(), client.close()]).then(() => (isClosed = true))
    await clock.advance(4_999)
    expect([closes, isClosed]).toEqual([1, false])
    finish()
    await clock.advance(0)
    expect(isClosed).toBe(true)
    expect(logger.lines).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('closes once although a hook may itself close the client', async () => {
    let closes = 0
    const { client } = aClient('memory', [
      {
        close: () => {
          closes += 1
          void client.close()
        },
      },
    ])
    await client.close()
    expect(closes).toBe(1)
  })

  it('waits five seconds for a hook and no longer', async () => {
    const { client, clock, logger } = aClient('memory', [{ close: () => new Promise(() => undefined) }])
    const closed = client.close()
    await clock.advance(4_999)
    expect(logger.lines).toEqual([])
    await clock.advance(1)
    await closed
    expect(logger.lines).toEqual([
      'warn evenkeel: closed although hooks were not done; what they hold may be lost',
    ])
    expect(clock.pending()).toBe(0)
  })

  it('no longer waits for a during', async () => {
    const { client, clock, source, heard } = aClient('memory')
    const during = { from: clock.now() + 60_000 }
    source.receiver.snapshot(aSnapshot({ flags: { sale: aFlag({ rules: [aRule({ during })] }) } }))
    expect(clock.pending()).toBe(1)
    await client.close()
    expect(clock.pending()).toBe(0)
    expect(heard).toHaveLength(1)
  })
})

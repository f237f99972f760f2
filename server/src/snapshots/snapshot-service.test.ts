import { SnapshotError } from '@evenkeel/core/errors'
import { parseSnapshot, readFrameHeader, readFramePayload } from '@evenkeel/core/snapshot'
import { aFlag, aRule, aSnapshot, fakeClock, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aSnapshotService } from './a-snapshot-service.ts'
import { aStoredSnapshot, asStored } from './a-stored-snapshot.ts'
import { FakeLastKnownGood } from './last-known-good/fake-last-known-good.ts'

const stored = (sequence: number, { epoch = 1, environment = 'production' } = {}) =>
  asStored(
    aSnapshot({
      environment,
      revision: { epoch, sequence },
      flags: { redesign: aFlag({ rules: [aRule()] }) },
    }),
  )

const unreadable = aStoredSnapshot({ sequence: 2, payload: Uint8Array.of(1, 2, 3) })

/** Well formed, and of no use: its condition asks for a segment that did not travel. */
const notEvaluable = asStored(
  aSnapshot({
    revision: { sequence: 2 },
    flags: { broken: aFlag({ rules: [aRule({ if: ['$segment', 'lost'] })] }) },
  }),
)

describe('installing', () => {
  it('serves what was stored: evaluated, framed and readable', async () => {
    const clock = fakeClock()
    const { service, signingKey } = aSnapshotService(clock)
    await service.install([stored(7)])
    const served = service.find('production')
    expect(served?.evaluator.evaluate('redesign', 'boolean', false, {}).value).toBe(true)
    expect(JSON.parse(Buffer.from(served?.json ?? []).toString())).toMatchObject({
      environment: 'production',
      flags: { redesign: { type: 'boolean' } },
    })
    const frame = service.findFrame('production') ?? new Uint8Array()
    expect(frame).toHaveLength(32 * 1024)
    const payload = readFramePayload(frame, { ...nodePlatform, verifiers: [signingKey.verifier] })
    expect(parseSnapshot(payload).revision.sequence).toBe(7)
  })

  it('lists environments by name', async () => {
    const { service } = aSnapshotService(fakeClock())
    await service.install([
      stored(1),
      stored(1, { environment: 'development' }),
      stored(1, { environment: 'qa' }),
    ])
    expect(service.list().map(({ stored: { environment } }) => environment)).toEqual([
      'development',
      'production',
      'qa',
    ])
  })

  it('passes over what is not newer by epoch and then sequence', async () => {
    const { service, metrics } = aSnapshotService(fakeClock())
    await service.install([stored(5, { epoch: 2 })])
    await service.install([stored(5, { epoch: 2 })])
    await service.install([stored(4, { epoch: 2 })])
    await service.install([stored(9, { epoch: 1 })])
    await service.install([stored(6, { epoch: 2 })])
    await service.install([stored(1, { epoch: 3 })])
    expect(metrics.revisions).toEqual(['production 2.5', 'production 2.6', 'production 3.1'])
  })

  it('tells listeners which environments have something new, once it is served', async () => {
    const { service } = aSnapshotService(fakeClock())
    const heard: string[] = []
    const stop = service.onInstalled((environment) =>
      heard.push(`${environment} ${service.find(environment)?.stored.sequence}`),
    )
    await service.install([stored(1), stored(1, { environment: 'staging' })])
    await service.install([stored(1), stored(2, { environment: 'staging' })])
    stop()
    await service.install([stored(2)])
    expect(heard).toEqual(['production 1', 'staging 1', 'staging 2'])
  })

  it.each([
    ['cannot be inflated', unreadable, 'Revision 1.2 of production cannot be served: '],
    ['has a flag that cannot be evaluated', notEvaluable, 'the flag broken cannot be evaluated'],
    [
      'is not what its row says',
      { ...stored(2), commit: 'f'.repeat(40) },
      'its payload is of production 1.2 at c0ffee',
    ],
    ['does not fit its frame', { ...stored(2), frameBytes: 256 }, 'cannot be served'],
  ])(
    'changes nothing when one of the snapshots %s, and says what is still served',
    async (_what, broken, why) => {
      const { service, lastKnownGood } = aSnapshotService(fakeClock())
      await service.install([stored(1)])
      const heard: string[] = []
      service.onInstalled((environment) => heard.push(environment))

      const failure = await service
        .install([stored(1, { environment: 'development' }), broken])
        .catch((error: unknown) => error)

      expect(failure).toBeInstanceOf(SnapshotError)
      expect(String(failure)).toContain(why)
      expect(String(failure)).toContain('Revision 1.1 of production is still served.')
      expect(service.list()).toHaveLength(1)
      expect(service.find('production')?.stored.sequence).toBe(1)
      expect(heard).toEqual([])
      expect((await lastKnownGood.load()).flat()).toHaveLength(1)
    },
  )

  it('serves all the same when the disk is full, and says so', async () => {
    const { service, lastKnownGood, metrics, logger } = aSnapshotService(fakeClock())
    lastKnownGood.failing = true
    await service.install([stored(1)])
    expect(service.find('production')).toBeDefined()
    expect(metrics.failures).toEqual(['production'])
    expect(logger.messages('error')).toEqual([expect.stringContaining('could not be kept on disk')])
  })
})

describe('a frame', () => {
  it('is the same bytes all through a signing period, and signed anew after it', async () => {
    const clock = fakeClock()
    const { service } = aSnapshotService(clock)
    await service.install([stored(1)])
    const first = service.findFrame('production')
    await clock.advance(59_999)
    expect(service.findFrame('production')).toBe(first)
    await clock.advance(1)
    const second = service.findFrame('production') ?? new Uint8Array()
    expect(second).not.toEqual(first)
    expect(readFrameHeader(second).expiresAt).toBe(clock.now() + 300_000)
  })

  it('is of the newest revision at once', async () => {
    const { service } = aSnapshotService(fakeClock())
    await service.install([stored(1)])
    service.findFrame('production')
    await service.install([stored(2)])
    expect(readFrameHeader(service.findFrame('production') ?? new Uint8Array()).sequence).toBe(2)
  })

  it('is not there for an environment that is not', () => {
    const { service } = aSnapshotService(fakeClock())
    expect(service.findFrame('production')).toBeUndefined()
  })
})

describe('restoring', () => {
  it('serves again what was served before the restart', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    await aSnapshotService(fakeClock(), lastKnownGood).service.install([
      stored(3),
      stored(8, { environment: 'staging' }),
    ])
    const { service, metrics } = aSnapshotService(fakeClock(), lastKnownGood)
    await service.restore()
    expect(metrics.revisions).toEqual(['production 1.3', 'staging 1.8'])
    expect(service.findFrame('staging')).toBeDefined()
  })

  it('serves the generation before when the newest cannot be used, and says so', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    await lastKnownGood.keep(stored(1))
    await lastKnownGood.keep(unreadable)
    const { service, logger } = aSnapshotService(fakeClock(), lastKnownGood)
    await service.restore()
    expect(service.find('production')?.stored.sequence).toBe(1)
    expect(logger.messages('error')).toEqual([
      'The last known good of production cannot be used; an older one is tried',
    ])
  })

  it('never goes back: what is older than the restored revision is passed over', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    await lastKnownGood.keep(stored(5))
    const { service } = aSnapshotService(fakeClock(), lastKnownGood)
    await service.restore()
    await service.install([stored(4)])
    expect(service.find('production')?.stored.sequence).toBe(5)
  })

  it('lets the server start when the disk cannot be read', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    lastKnownGood.failing = true
    const { service, logger } = aSnapshotService(fakeClock(), lastKnownGood)
    await service.restore()
    expect(service.list()).toEqual([])
    expect(logger.messages('error')).toEqual([expect.stringContaining('cannot be read')])
  })
})

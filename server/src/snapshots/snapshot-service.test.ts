import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Preparation } from '../preparation/preparer.ts'
import { aPreparation } from '../preparation/a-revision.ts'
import { aBase } from '../preparation/base/a-base.ts'
import { SnapshotError } from '@evenkeel/core/errors'
import { parseSnapshot, readFrameHeader, readFramePayload } from '@evenkeel/core/snapshot'
import { aFlag, aRule, fakeClock, nodePlatform, temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aSnapshotService } from './a-snapshot-service.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { FakeLastKnownGood } from './last-known-good/fake-last-known-good.ts'
import { FileLastKnownGood } from './last-known-good/file-last-known-good.ts'
import { keepRevision } from './last-known-good/keep-revision.ts'
import { aStoredRevision } from './store/a-stored-revision.ts'

const prepared = (sequence: number, { epoch = 1, environment = 'production' } = {}): Promise<Preparation> =>
  aPreparation({
    base: aBase({ environment, flags: { redesign: aFlag({ rules: [aRule()] }) } }),
    epoch,
    sequence,
  })

const preparedAll = (...revisions: readonly Parameters<typeof prepared>[]) =>
  Promise.all(revisions.map((parts) => prepared(...parts)))

const revision = async (sequence: number) => (await prepared(sequence)).revision
const unreadable = aStoredRevision({ sequence: 2 })

function aService(lastKnownGood?: FakeLastKnownGood) {
  const parts = aSnapshotService(fakeClock(), lastKnownGood)
  const install = async (...revisions: readonly Parameters<typeof prepared>[]) =>
    parts.service.install(await preparedAll(...revisions), 'commit')
  return { ...parts, install }
}

describe('installing', () => {
  it('serves what was prepared, evaluated and framed', async () => {
    const { service, signingKey, install } = aService()
    await install([7])
    const served = service.find('production')
    expect(served?.evaluator.evaluate('redesign', 'boolean', false, {}).value).toBe(true)
    const frame = service.findFrame('production') ?? new Uint8Array()
    expect(frame).toHaveLength(32 * 1024)
    const payload = readFramePayload(frame, { ...nodePlatform, verifiers: [signingKey.verifier] })
    expect(parseSnapshot(payload).revision.sequence).toBe(7)
  })

  it('lists environments by name', async () => {
    const { service, install } = aService()
    await install([1], [1, { environment: 'development' }], [1, { environment: 'qa' }])
    expect(service.list().map(({ stored: { environment } }) => environment)).toEqual([
      'development',
      'production',
      'qa',
    ])
  })

  it('passes over what is not newer by epoch and then sequence', async () => {
    const { metrics, install } = aService()
    for (const [sequence, epoch] of [
      [5, 2],
      [5, 2],
      [4, 2],
      [9, 1],
      [6, 2],
      [1, 3],
    ] as const) {
      await install([sequence, { epoch }])
    }
    expect(metrics.revisions).toEqual(['production 2.5', 'production 2.6', 'production 3.1'])
  })

  it('tells listeners which environments have something new and why, once all of them are served', async () => {
    const { service, install } = aService()
    const heard: string[] = []
    const stop = service.onInstalled((environment, cause) => {
      const served = service.list().map(({ stored }) => stored.sequence)
      heard.push(`${environment} ${cause}: ${served.join(' ')}`)
    })
    await install([1], [1, { environment: 'staging' }])
    await service.install(await preparedAll([1], [2, { environment: 'staging' }]), 'operation')
    stop()
    await install([2])
    expect(heard).toEqual(['production commit: 1 1', 'staging commit: 1 1', 'staging operation: 1 2'])
  })

  it('has everything on disk before anyone is told, and before it is served', async () => {
    const { service, lastKnownGood, install } = aService()
    const heard: number[] = []
    const write = lastKnownGood.write.bind(lastKnownGood)
    lastKnownGood.write = async (kept) => {
      const written = await write(kept)
      const keep = () => {
        expect(service.list()).toEqual([])
        return written.keep()
      }
      return { ...written, keep }
    }
    service.onInstalled(() => void lastKnownGood.load().then((kept) => heard.push(kept.length)))

    await install([1], [1, { environment: 'staging' }])

    await expect.poll(() => heard).toEqual([2, 2])
  })

  it('ends with the newest when two are installed at once', async () => {
    const { service, install } = aService()
    await Promise.all([install([1]), install([3]), install([2])])
    expect(service.find('production')?.stored.sequence).toBe(3)
  })

  it('changes nothing when one does not fit its frame', async () => {
    const { service, install } = aService()
    const broken = await prepared(2)
    const cramped = {
      ...broken,
      revision: { ...broken.revision, snapshot: { ...broken.revision.snapshot, frameBytes: 300 } },
    }
    await install([1])
    const installing = service.install([await prepared(1, { environment: 'qa' }), cramped], 'commit')

    await expect(installing).rejects.toMatchObject({ name: 'SnapshotError', code: 'does-not-fit' })
    expect(service.list()).toHaveLength(1)
    await install([2])
    expect(service.find('production')?.stored.sequence).toBe(2)
  })

  it('serves all the same when the disk is full, and says so', async () => {
    const { service, lastKnownGood, metrics, logger, install } = aService()
    lastKnownGood.failing = true
    await install([1])
    expect(service.find('production')).toBeDefined()
    expect(metrics.failures).toEqual(['production'])
    expect(logger.messages('error')).toEqual([expect.stringContaining('could not be kept on disk')])
  })
})

describe('what is staged', () => {
  it('is neither served nor kept before it is installed', async () => {
    const { service, lastKnownGood } = aService()
    const staged = await service.stage(await preparedAll([1], [1, { environment: 'staging' }]))
    expect(service.list()).toEqual([])
    expect(await lastKnownGood.load()).toEqual([])

    await staged.install('commit')
    await staged.drop()
    expect(service.list()).toHaveLength(2)
    expect(await lastKnownGood.load()).toHaveLength(2)
  })

  it('leaves nothing on the disk where it is dropped, refused, or not newer any more', async () => {
    await using directory = await temporaryDirectory()
    const disk = new FileLastKnownGood(directory.path, new FakeLogger())
    const { service } = aSnapshotService(fakeClock(), disk)
    const files = () => readdir(join(directory.path, 'production'))

    await (await service.stage([await prepared(1)])).drop()
    expect(await files()).toEqual([])

    const broken = await prepared(2, { environment: 'staging' })
    const snapshot = { ...broken.revision.snapshot, frameBytes: 300 }
    const cramped = { ...broken, revision: { ...broken.revision, snapshot } }
    await expect(service.stage([await prepared(2), cramped])).rejects.toThrow(SnapshotError)
    expect(await files()).toEqual([])

    const overtaken = await service.stage([await prepared(3)])
    await service.install([await prepared(4)], 'operation')
    await overtaken.install('commit')
    expect(await files()).toEqual(['1.4.snapshot'])
    expect(service.find('production')?.stored.sequence).toBe(4)
  })
})

describe('what is withheld', () => {
  it('is given to nobody, and held all the same', async () => {
    const { service, install } = aService()
    service.withhold('The key is not registered.')
    await install([1])

    expect([service.list(), service.find('production'), service.findFrame('production')]).toEqual([
      [],
      undefined,
      undefined,
    ])
    expect(service.withheld).toBe('The key is not registered.')
    expect(service.held).toHaveLength(1)

    service.withhold(undefined)
    expect(service.findFrame('production')).toBeDefined()
  })
})

describe('a frame', () => {
  it('is the same bytes all through a signing period, and signed anew after it', async () => {
    const clock = fakeClock()
    const { service } = aSnapshotService(clock)
    await service.install([await prepared(1)], 'commit')
    const first = service.findFrame('production')
    await clock.advance(59_999)
    expect(service.findFrame('production')).toBe(first)
    await clock.advance(1)
    const second = service.findFrame('production') ?? new Uint8Array()
    expect(second).not.toEqual(first)
    expect(readFrameHeader(second).expiresAt).toBe(clock.now() + 300_000)
  })

  it('is of the newest revision at once', async () => {
    const { service, install } = aService()
    await install([1])
    service.findFrame('production')
    await install([2])
    expect(readFrameHeader(service.findFrame('production') ?? new Uint8Array()).sequence).toBe(2)
  })

  it('is not there for an environment that is not', () => {
    expect(aService().service.findFrame('production')).toBeUndefined()
  })
})

describe('restoring', () => {
  it('serves again what was served before the restart, operations and all', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    const operations = [{ id: 'o-1', flag: 'redesign', variant: 'off' }]
    const before = aService(lastKnownGood)
    const base = aBase({ flags: { redesign: aFlag({ rules: [aRule()] }) } })
    await before.service.install([await aPreparation({ base, operations, sequence: 3 })], 'operation')
    await before.install([8, { environment: 'staging' }])

    const { service, metrics } = aService(lastKnownGood)
    await service.restore()

    expect(metrics.revisions).toEqual(['production 1.3', 'staging 1.8'])
    expect(service.find('production')?.operations).toEqual(operations)
    expect(service.find('production')?.evaluator.evaluate('redesign', 'boolean', true, {}).value).toBe(false)
  })

  it('serves the generation before when the newest cannot be used, and says so', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    await keepRevision(lastKnownGood, await revision(1))
    await keepRevision(lastKnownGood, unreadable)
    const { service, logger } = aService(lastKnownGood)
    await service.restore()
    expect(service.find('production')?.stored.sequence).toBe(1)
    expect(logger.messages('error')).toEqual([
      'The last known good of production cannot be used; an older one is tried',
    ])
  })

  it('never goes back: what is older than the restored revision is passed over', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    await keepRevision(lastKnownGood, await revision(5))
    const { service, install } = aService(lastKnownGood)
    await service.restore()
    await install([4])
    expect(service.find('production')?.stored.sequence).toBe(5)
  })

  it('waits for what comes before only where something was kept', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    let waited = 0
    const before = () => {
      waited++
      return Promise.resolve()
    }
    await aService(lastKnownGood).service.restore(before)
    expect(waited).toBe(0)
    await keepRevision(lastKnownGood, await revision(1))
    await aService(lastKnownGood).service.restore(before)
    expect(waited).toBe(1)
  })

  it('lets the server start when the disk cannot be read', async () => {
    const lastKnownGood = new FakeLastKnownGood()
    lastKnownGood.failing = true
    const { service, logger } = aService(lastKnownGood)
    await service.restore()
    expect(service.list()).toEqual([])
    expect(logger.messages('error')).toEqual([expect.stringContaining('cannot be read')])
  })
})

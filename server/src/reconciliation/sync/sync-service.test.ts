import { SnapshotError } from '@evenkeel/core/errors'
import type { Issue } from '@evenkeel/core/manifest'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { RepositoryError, StoreError } from '../../errors.ts'
import type { Commit } from '../../git/repository.ts'
import { FakeLogger } from '../../telemetry/fake-logger.ts'
import { FakeReconciliationMetrics } from './fake-reconciliation-metrics.ts'
import { FakeSyncAttemptStore } from './fake-sync-attempt-store.ts'
import type { Hold } from '../holds/hold.ts'
import type { Reconciliation } from '../reconciler.ts'
import { SyncService } from './sync-service.ts'

const commit = (id: string): Commit => ({ id, subject: id, author: 'Ada', committedAt: 0 })
const ISSUE: Issue = {
  code: 'unknown-field',
  severity: 'error',
  message: 'There is no field "varients".',
  file: 'flags/a.yaml',
  line: 3,
  column: 5,
  path: 'spec.varients',
  hint: 'variants',
}
const refused = (id: string): Reconciliation => ({
  outcome: 'refused',
  commit: commit(id),
  issues: [ISSUE],
  holds: [],
})
const published = (id: string): Reconciliation => ({
  outcome: 'published',
  commit: commit(id),
  issues: [],
  holds: [],
})
const unchanged = (id: string): Reconciliation => ({
  outcome: 'unchanged',
  commit: commit(id),
  issues: [],
  holds: [],
})
const HOLD: Hold = {
  code: 'mass-change',
  environment: 'production',
  commit: 'much',
  message: 'It deletes much',
  hint: 'Accept it.',
}
const held = (id: string): Reconciliation => ({
  outcome: 'held',
  commit: commit(id),
  issues: [],
  holds: [HOLD],
})
const unreachable = (why = 'no route') =>
  new RepositoryError('repository-unreachable', `Git: ${why}`, 'Wait.')

/** A service whose reconciler gives, or throws, what the test puts there next. */
function aService() {
  const clock = fakeClock()
  const logger = new FakeLogger()
  const attempts = new FakeSyncAttemptStore()
  const metrics = new FakeReconciliationMetrics()
  const forced: boolean[] = []
  let next: Reconciliation | Error = unchanged('a')
  let seen: Commit | undefined
  const served: { list: () => []; withheld?: string } = { list: () => [] }
  const service = new SyncService({
    reconciler: {
      get seen() {
        return seen
      },
      reconcile({ force }) {
        forced.push(force)
        if (next instanceof Error) return Promise.reject(next)
        seen = next.commit
        return Promise.resolve(next)
      },
    },
    served,
    findDatabaseProblem: () => undefined,
    findClientsAhead: () => [],
    attempts,
    metrics,
    clock,
    logger,
  })
  const sync = (result: Reconciliation | Error, trigger: 'poll' | 'retry' = 'poll') => {
    next = result
    return service.sync(trigger)
  }
  return { service, sync, served, clock, logger, attempts, metrics, forced }
}

describe('SyncService', () => {
  it('is no success while what is published is given to nobody', async () => {
    const { sync, served, service, metrics } = aService()
    served.withheld = 'The signing key is not registered.'
    await sync(unchanged('a'))

    expect(service.status().lastSuccessAt).toBeUndefined()
    expect(metrics.lastSuccessAtMs).toBeUndefined()
  })

  it('says what became of the commit', async () => {
    const { sync, service } = aService()
    expect(await sync(refused('bad'))).toBe('refused')
    expect(service.status()).toMatchObject({
      outcome: 'refused',
      desired: { commit: 'bad' },
      issues: [ISSUE],
    })
  })

  it('keeps the time of the last success while a commit is refused or Git fails', async () => {
    const { sync, service, clock } = aService()
    await sync(published('good'))
    await clock.advance(10_000)
    await sync(refused('bad'))
    await clock.advance(10_000)
    await sync(unreachable())
    expect(service.status()).toMatchObject({
      lastSuccessAt: '2026-11-01T00:00:00.000Z',
      lastAttemptAt: '2026-11-01T00:00:20.000Z',
    })
  })

  it('goes on showing what is held while Git fails, and stops when it is not held any more', async () => {
    const { sync, service, metrics } = aService()
    await sync(held('much'))
    await sync(unreachable())
    expect(service.status()).toMatchObject({ outcome: 'failed', holds: [HOLD] })
    expect(metrics.holds).toBe(1)
    await sync(published('much'))
    expect(service.status().holds).toEqual([])
    expect(metrics.holds).toBe(0)
  })

  it('says that a sync is under way, and when it has ended tells who waits', async () => {
    const { sync, service } = aService()
    const ended: string[] = []
    const stop = service.onEnded(() => ended.push(service.status().outcome))
    const syncing = sync(published('good'))
    expect(service.status()).toMatchObject({ outcome: 'pending', underWay: { trigger: 'poll' } })
    await syncing
    expect(service.status()).not.toHaveProperty('underWay')
    stop()
    await sync(unchanged('good'))
    expect(ended).toEqual(['published'])
  })

  it('looks again at a refused commit only for a retry', async () => {
    const { sync, forced } = aService()
    await sync(refused('bad'), 'poll')
    await sync(refused('bad'), 'retry')
    expect(forced).toEqual([false, true])
  })

  describe('turns what was thrown into a failure', () => {
    it.each([
      [unreachable(), { code: 'repository-unreachable', message: 'Git: no route', hint: 'Wait.' }],
      [
        new StoreError('down', 'Start it.'),
        { code: 'store-unavailable', message: 'down', hint: 'Start it.' },
      ],
      [new SnapshotError('malformed', 'line 3'), { code: 'snapshot-malformed' }],
      [new TypeError('x is undefined'), { code: 'internal', message: 'x is undefined' }],
    ])('%s', async (error, failure) => {
      const { sync, service } = aService()
      expect(await sync(error)).toBe('failed')
      expect(service.status()).toMatchObject({ outcome: 'failed', error: failure, issues: [] })
    })
  })

  describe('logs', () => {
    it('a refused commit once, with where each issue is', async () => {
      const { sync, logger } = aService()
      for (let poll = 0; poll < 3; poll++) await sync(refused('bad'))
      expect(logger.messages('error')).toEqual(['Refused commit bad: it has 1 error; what was served stays'])
      expect(logger.entries[0]?.fields).toMatchObject({
        commit: 'bad',
        issues: [{ at: 'flags/a.yaml:3:5', code: 'unknown-field', message: ISSUE.message, hint: 'variants' }],
      })
    })

    it('a refused commit again after a retry, and the next one', async () => {
      const { sync, logger } = aService()
      await sync(refused('bad'))
      await sync(refused('bad'), 'retry')
      await sync(refused('worse'))
      expect(logger.messages('error')).toHaveLength(3)
    })

    it('a refused commit once, also when Git could not be reached in between', async () => {
      const { sync, logger } = aService()
      await sync(refused('bad'))
      await sync(unreachable())
      await sync(refused('bad'))
      expect(logger.messages('error')).toHaveLength(2)
      expect(logger.messages('info')).toEqual(['Syncing works again'])
    })

    it('a failure once, until it is another one, and the recovery once', async () => {
      const { sync, logger } = aService()
      await sync(unreachable())
      await sync(unreachable())
      await sync(unreachable('refused'))
      await sync(unchanged('good'))
      await sync(unchanged('good'))
      expect(logger.messages('error')).toEqual(Array(2).fill('The sync failed; what was served stays'))
      expect(logger.messages('info')).toEqual(['Syncing works again'])
    })

    it('what is held once, and that it is not any more', async () => {
      const { sync, logger } = aService()
      await sync(held('much'))
      await sync(held('much'))
      expect(logger.messages('error')).toEqual(['Held: It deletes much; what was served stays'])
      await sync(published('much'))
      expect(logger.messages('info')).toEqual(['Published commit much', 'Nothing is held any more'])
    })

    it('what was published', async () => {
      const { sync, logger } = aService()
      await sync(published('900d00000000aaaa'))
      expect(logger.messages('info')).toEqual(['Published commit 900d00000000'])
    })
  })

  describe('records', () => {
    it('an attempt only when it says something new', async () => {
      const { sync, attempts } = aService()
      await sync(published('good'))
      await sync(unchanged('good'))
      await sync(unchanged('good'))
      await sync(refused('bad'))
      await sync(refused('bad'))
      await sync(unreachable())
      await sync(unreachable())
      await sync(unchanged('good'))
      expect(attempts.attempts.map(({ outcome }) => outcome)).toEqual([
        'published',
        'refused',
        'failed',
        'unchanged',
      ])
    })

    it('every retry, because somebody asked for it', async () => {
      const { sync, attempts } = aService()
      await sync(refused('bad'))
      await sync(refused('bad'), 'retry')
      expect(attempts.attempts.map(({ trigger }) => trigger)).toEqual(['poll', 'retry'])
    })

    it('later what it could not record, and says so once', async () => {
      const { sync, attempts, logger } = aService()
      attempts.database.isDown = true
      expect(await sync(published('good'))).toBe('published')
      await sync(unchanged('good'))
      expect(logger.messages('warn')).toEqual(['A sync could not be recorded'])
      attempts.database.isDown = false
      await sync(unchanged('good'))
      expect(attempts.attempts).toHaveLength(1)
    })
  })

  it('counts every sync', async () => {
    const { sync, metrics, clock } = aService()
    await sync(published('good'))
    await clock.advance(5_000)
    await sync(refused('bad'))
    expect(metrics.outcomes).toEqual(['published', 'refused'])
    expect(metrics.lastSuccessAtMs).toBe(Date.parse('2026-11-01T00:00:00Z'))
    expect(metrics.desired).toBe('bad')
  })
})

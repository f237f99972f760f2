import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aBase } from '../preparation/base/a-base.ts'
import { StoreError } from '../errors.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { aPublisher } from './a-publisher.ts'
import { HeadWatcher } from './head-watcher.ts'

/** A replica that watches, and another that publishes, on one database. */
function watching() {
  const clock = fakeClock()
  const other = aPublisher({ clock })
  const replica = aPublisher({ clock, database: other.database })
  const catchUp = () => replica.publisher.catchUp()
  const watcher = new HeadWatcher({ catchUp, clock, logger: replica.logger })
  const publish = (commit: string) =>
    other.publisher.publish({
      cause: 'commit',
      preparer: other.preparer,
      admitted: { commit, committedAt: new Date(0), subject: 'Change', author: 'Ada' },
      changes: () => [{ base: aBase({ commit }), operations: [] }],
    })
  const sequence = () => replica.service.find('production')?.stored.sequence
  return { ...replica, clock, watcher, publish, sequence }
}

const commit = (digit: number) => String(digit).repeat(40)

describe('a replica', () => {
  it('serves what is in the store as soon as it starts', async () => {
    const { clock, watcher, publish, sequence } = watching()
    await publish(commit(1))
    watcher.start({ hasReplicas: true })
    await clock.advance(0)
    await expect.poll(sequence).toBe(1)
  })

  it('serves what another replica published, within a second', async () => {
    const { clock, watcher, publish, sequence } = watching()
    watcher.start({ hasReplicas: true })
    await clock.advance(500)
    await publish(commit(1))
    await clock.advance(500)
    await expect.poll(sequence).toBe(1)
  })

  it('reads a revision once, however often it asks which is the newest', async () => {
    const { clock, watcher, publish, store, sequence } = watching()
    for (const digit of [1, 2]) {
      await publish(commit(digit))
      store.reads = 0
      if (digit === 1) watcher.start({ hasReplicas: true })
      await clock.advance(1000)
      await expect.poll(sequence).toBe(digit)
      await clock.advance(10_000)
      expect(store.reads).toBe(1)
    }
  })

  it('says once that the database is down, keeps trying, and says when it is back', async () => {
    const { clock, watcher, publish, database, logger, sequence } = watching()
    database.isDown = true
    watcher.start({ hasReplicas: true })
    await clock.advance(30_000)
    expect(logger.messages('warn')).toEqual(['The newest revisions cannot be read; what is served stays'])
    database.isDown = false
    await publish(commit(1))
    await clock.advance(1000)
    await expect.poll(sequence).toBe(1)
    await expect.poll(() => logger.messages('info')).toEqual(['The newest revisions can be read again'])
  })

  it('asks no more once it is stopped', async () => {
    const { clock, watcher } = watching()
    watcher.start({ hasReplicas: true })
    await clock.advance(2000)
    watcher.stop()
    expect(clock.pending()).toBe(0)
  })

  it('asks no more when it is stopped while a question is open', async () => {
    const clock = fakeClock()
    let answer: () => void = () => undefined
    const catchUp = () => new Promise<void>((resolve) => (answer = resolve))
    const watcher = new HeadWatcher({ catchUp, clock, logger: new FakeLogger() })
    watcher.start({ hasReplicas: true })
    await clock.advance(0)
    watcher.stop()
    answer()
    await clock.advance(0)
    expect(clock.pending()).toBe(0)
  })
})

describe('the only process of its database', () => {
  it('reads the heads until it has them, and no more', async () => {
    const clock = fakeClock()
    let isDown = true
    let asked = 0
    const catchUp = () => {
      asked++
      return isDown ? Promise.reject(new StoreError('down', 'Wait.')) : Promise.resolve()
    }
    const watcher = new HeadWatcher({ catchUp, clock, logger: new FakeLogger() })
    watcher.start({ hasReplicas: false })
    await clock.advance(5000)
    isDown = false
    await clock.advance(1000)
    const before = asked
    await clock.advance(10_000)
    expect(asked).toBe(before)
    expect(clock.pending()).toBe(0)
  })
})

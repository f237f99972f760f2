import { aSnapshot, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aSnapshotService } from './a-snapshot-service.ts'
import { aStoredSnapshot, asStored } from './a-stored-snapshot.ts'
import { FakeSnapshotStore } from './fake-snapshot-store.ts'
import { HeadWatcher } from './head-watcher.ts'
import type { SnapshotStore, StoredSnapshot } from './snapshot-store.ts'

function watching() {
  const clock = fakeClock()
  const store = new FakeSnapshotStore()
  const { service, logger } = aSnapshotService(clock)
  const watcher = new HeadWatcher({ store, installer: service, clock, logger })
  const publish = async (snapshot: StoredSnapshot) => {
    const [head] = await store.findHeads()
    await store.publish({
      commit: snapshot.commit,
      committedAt: snapshot.publishedAt,
      subject: 'Change a flag',
      author: 'Ada Example',
      snapshots: [snapshot],
      expectedHeads: [{ environment: snapshot.environment, ...(head && { head }) }],
    })
  }
  return { clock, store, service, logger, watcher, publish }
}

const revision = (sequence: number) => asStored(aSnapshot({ revision: { sequence } }))

describe('a replica', () => {
  it('serves what is in the store as soon as it starts', async () => {
    const { clock, service, watcher, publish } = watching()
    await publish(revision(1))
    watcher.start({ hasReplicas: true })
    await clock.advance(0)
    expect(service.find('production')?.stored.sequence).toBe(1)
  })

  it('serves what another replica published, within a second', async () => {
    const { clock, service, watcher, publish } = watching()
    watcher.start({ hasReplicas: true })
    await clock.advance(500)
    await publish(revision(1))
    await clock.advance(500)
    expect(service.find('production')?.stored.sequence).toBe(1)
  })

  it('reads a snapshot once, however often it asks which is the newest', async () => {
    const { clock, watcher, publish, store } = watching()
    for (const sequence of [1, 2]) {
      await publish(revision(sequence))
      store.reads = 0
      if (sequence === 1) watcher.start({ hasReplicas: true })
      await clock.advance(10_000)
      expect(store.reads).toBe(1)
    }
  })

  it('says once that the database is down, keeps trying, and says when it is back', async () => {
    const { clock, service, watcher, publish, store, logger } = watching()
    store.isDown = true
    watcher.start({ hasReplicas: true })
    await clock.advance(30_000)
    expect(logger.messages('warn')).toEqual(['The newest revisions cannot be read; what is served stays'])
    store.isDown = false
    await publish(revision(1))
    await clock.advance(1000)
    expect(logger.messages('info')).toEqual(['The newest revisions can be read again'])
    expect(service.find('production')).toBeDefined()
  })

  it('goes on serving when the newest revision cannot be read back', async () => {
    const { clock, service, watcher, publish, logger } = watching()
    await publish(revision(1))
    watcher.start({ hasReplicas: true })
    await clock.advance(0)
    await publish(aStoredSnapshot({ sequence: 2 }))
    await clock.advance(5000)
    expect(logger.messages('warn')).toHaveLength(1)
    expect(service.find('production')?.stored.sequence).toBe(1)
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
    const { service, logger } = aSnapshotService(clock)
    let answer: (heads: readonly StoredSnapshot[]) => void = () => undefined
    const store: SnapshotStore = {
      findHeadRevisions: () => Promise.resolve([]),
      findHeads: () => new Promise((resolve) => (answer = resolve)),
      publish: () => Promise.resolve('conflict'),
    }
    const watcher = new HeadWatcher({ store, installer: service, clock, logger })
    watcher.start({ hasReplicas: true })
    await clock.advance(0)
    watcher.stop()
    answer([])
    await clock.advance(0)
    expect(clock.pending()).toBe(0)
  })
})

describe('the only process of its database', () => {
  it('reads the heads until it has them, and no more', async () => {
    const { clock, service, watcher, publish, store } = watching()
    store.isDown = true
    watcher.start({ hasReplicas: false })
    await clock.advance(5000)
    store.isDown = false
    await publish(revision(1))
    await clock.advance(1000)
    expect(service.find('production')).toBeDefined()
    expect(clock.pending()).toBe(0)
  })
})

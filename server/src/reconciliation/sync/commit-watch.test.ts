import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { CommitWatch } from './commit-watch.ts'
import type { SyncTrigger } from './sync-attempt-store.ts'
import type { SyncStatus } from './sync-status.ts'

const COMMIT = 'a'.repeat(40)
const OTHER = 'b'.repeat(40)
const served = (commit: string) => [{ environment: 'production', commit, epoch: 1, sequence: 1 }]
const desired = { commit: COMMIT, subject: 'Ramp', author: 'Ada', committedAt: '2026-11-01T00:00:00.000Z' }

function aWatch(first: Partial<SyncStatus> = {}, admitted: readonly string[] = []) {
  const clock = fakeClock()
  let queued: SyncTrigger | undefined
  let status: SyncStatus = { outcome: 'unchanged', message: '', served: [], issues: [], holds: [], ...first }
  const listeners = new Set<() => void>()
  const watch = new CommitWatch({
    clock,
    sync: {
      status: () => status,
      onEnded(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    findQueued: () => queued,
    store: { wasAdmitted: (commit) => Promise.resolve(admitted.includes(commit)) },
  })
  const end = (next: Partial<SyncStatus>) => {
    status = { ...status, ...next }
    for (const listener of listeners) listener()
  }
  const queue = (trigger: SyncTrigger | undefined) => (queued = trigger)
  return { watch, clock, end, queue, listeners }
}

describe('how far a commit has come', () => {
  it.each([
    ['served', { served: served(COMMIT) }, []],
    ['refused', { outcome: 'refused', desired }, []],
    ['held', { outcome: 'held', desired, served: served(COMMIT) }, []],
    ['under-way', { underWay: { since: '', trigger: 'poll', commit: COMMIT } }, []],
    ['superseded', { served: served(OTHER) }, [COMMIT]],
    ['unknown', { served: served(OTHER) }, []],
  ] as const)('is %s', async (state, status, admitted) => {
    const { watch } = aWatch(status, admitted)

    expect((await watch.await(COMMIT, 0)).asked).toEqual({ commit: COMMIT, state })
  })

  it('is waited for until a sync has decided it', async () => {
    const { watch, end, clock, listeners } = aWatch()
    const waiting = watch.await(COMMIT, 30_000)
    await clock.advance(5_000)
    end({ served: served(OTHER) })
    await clock.advance(5_000)
    end({ served: served(COMMIT) })

    expect((await waiting).asked.state).toBe('served')
    expect(listeners.size).toBe(0)
    expect(clock.pending()).toBe(0)
  })

  it.each(['accept', 'retry'] as const)('is waited for after an operator asked for %s', async (trigger) => {
    const { watch, end } = aWatch({ outcome: 'held', desired, underWay: { since: '', trigger } })
    const waiting = watch.await(COMMIT, 30_000)
    end({ outcome: 'published', underWay: { since: '', trigger: 'poll' }, served: served(COMMIT) })

    expect((await waiting).asked.state).toBe('served')
  })

  it('is waited for past the end of a sync that began before an operator spoke', async () => {
    const { watch, end, queue } = aWatch({
      outcome: 'held',
      desired,
      underWay: { since: '', trigger: 'poll' },
    })
    queue('accept')
    const waiting = watch.await(COMMIT, 30_000)
    end({ outcome: 'held', desired })
    queue(undefined)
    end({ outcome: 'published', served: served(COMMIT) })

    expect((await waiting).asked.state).toBe('served')
  })

  it('is given as it is when the server stops', async () => {
    const { watch, clock, listeners } = aWatch()
    const waiting = watch.await(COMMIT, 30_000)
    watch.close()

    expect((await waiting).asked.state).toBe('unknown')
    expect((await watch.await(COMMIT, 30_000)).asked.state).toBe('unknown')
    expect(listeners.size).toBe(0)
    expect(clock.pending()).toBe(0)
  })

  it('is given as it is when the time is over', async () => {
    const { watch, clock, listeners } = aWatch()
    const waiting = watch.await(COMMIT, 30_000)
    await clock.advance(30_000)

    expect((await waiting).asked.state).toBe('unknown')
    expect(listeners.size).toBe(0)
  })
})

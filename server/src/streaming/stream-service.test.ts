import { aFlag, aSnapshot, eventually, fakeClock } from '@evenkeel/test/support'
import { readFrameHeader } from '@evenkeel/core/snapshot'
import { describe, expect, it } from 'vitest'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { asStored } from '../snapshots/a-stored-snapshot.ts'
import type { InstallListener } from '../snapshots/snapshot-service.ts'
import { FakeStreamingMetrics } from './fake-streaming-metrics.ts'
import { FakeSubscriberSocket } from './fake-subscriber-socket.ts'
import { StreamService } from './stream-service.ts'

const revision = (sequence: number, environment = 'production') =>
  asStored(aSnapshot({ environment, revision: { sequence }, flags: { redesign: aFlag() } }))

async function streaming({ maxStreams = 1000 } = {}) {
  const clock = fakeClock()
  const { service: served } = aSnapshotService(clock)
  await served.install([revision(1), revision(1, 'staging')])
  const metrics = new FakeStreamingMetrics()
  const streams = new StreamService({ served, clock, metrics, tickMs: 5000, maxStreams, random: () => 0.5 })
  const subscribe = (environment = 'production') => {
    const socket = new FakeSubscriberSocket()
    const stream = streams.open({ environment, socket, isAdmitted: () => true })
    return { socket, stream }
  }
  return { clock, served, metrics, streams, subscribe }
}

const sequencesSentTo = (socket: FakeSubscriberSocket) =>
  socket.frames.map((frame) => readFrameHeader(frame).sequence)

describe('streams', () => {
  it('send the current frame on connecting', async () => {
    const { subscribe } = await streaming()
    expect(sequencesSentTo(subscribe().socket)).toEqual([1])
  })

  it('send everyone of an environment what was installed, at once, and nobody else', async () => {
    const { subscribe, served } = await streaming()
    const here = [subscribe(), subscribe(), subscribe()]
    const elsewhere = subscribe('staging')
    for (const { stream } of [...here, elsewhere]) stream.acknowledged()
    await served.install([revision(2)])
    expect(here.map(({ socket }) => sequencesSentTo(socket))).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    expect(sequencesSentTo(elsewhere.socket)).toEqual([1])
  })

  it('send only the newest of revisions that come faster than the interval', async () => {
    const { subscribe, served, clock } = await streaming()
    const { socket, stream } = subscribe()
    for (let sequence = 2; sequence <= 5; sequence++) {
      stream.acknowledged()
      await served.install([revision(sequence)])
      await clock.advance(100)
    }
    stream.acknowledged()
    await clock.advance(600)
    expect(sequencesSentTo(socket)).toEqual([1, 2, 5])
  })

  it('send the change of an operator at once although that of a commit just went out', async () => {
    const { served, clock, metrics } = await streaming()
    const listeners = new Set<InstallListener>()
    const streams = new StreamService({
      served: {
        list: () => served.list(),
        find: (environment) => served.find(environment),
        findFrame: (environment) => served.findFrame(environment),
        onInstalled: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
      clock,
      metrics,
      tickMs: 5000,
      maxStreams: 1,
      random: () => 0.5,
    })
    const socket = new FakeSubscriberSocket()
    const stream = streams.open({ environment: 'production', socket, isAdmitted: () => true })
    for (const cause of ['commit', 'operation', 'operation', 'commit'] as const) {
      stream.acknowledged()
      for (const listener of listeners) listener('production', cause)
      await clock.advance(1)
    }
    expect(socket.frames).toHaveLength(3)
  })

  it('send everyone the very same bytes', async () => {
    const { subscribe } = await streaming()
    expect(subscribe().socket.frames[0]).toBe(subscribe().socket.frames[0])
  })

  it('reach all of very many subscribers, and let others have their turn meanwhile', async () => {
    const { subscribe, served } = await streaming()
    const all = Array.from({ length: 500 }, () => subscribe())
    for (const { stream } of all) stream.acknowledged()
    await served.install([revision(2)])
    const reached = () => all.filter(({ socket }) => socket.frames.length === 2).length
    expect(reached()).toBeLessThan(500)
    await eventually('all have the change', () => reached() === 500)
  })

  it('are counted', async () => {
    const { subscribe, metrics, clock } = await streaming()
    const first = subscribe()
    subscribe()
    expect(metrics.open.get('production')).toBe(2)
    first.stream.ended()
    expect(metrics.open.get('production')).toBe(1)
    expect(metrics.framesSent).toBe(2)
    await clock.advance(15_000)
    expect(metrics.slowConsumersEnded).toBe(1)
  })

  it('are refused beyond the most there may be, and taken again when one has ended', async () => {
    const { subscribe, streams } = await streaming({ maxStreams: 2 })
    const { stream } = subscribe()
    subscribe('staging')
    expect(() => streams.requireRoom()).toThrow('holds 2 streams and takes no more')
    stream.ended()
    expect(() => streams.requireRoom()).not.toThrow()
  })

  it('are ended when the server goes away, and no more are taken', async () => {
    const { subscribe, streams, served, clock } = await streaming()
    const all = Array.from({ length: 200 }, () => subscribe())
    await served.install([revision(2)])
    await served.install([revision(3)])
    await streams.close()
    expect(all.every(({ socket }) => socket.closed?.code === 1001)).toBe(true)
    expect(() => streams.requireRoom()).toThrow('going away')
    await eventually('the wave that was under way is over', () => clock.advance(0).then(() => true))
    await served.install([revision(4)])
    expect(clock.pending()).toBe(0)
    expect(all.every(({ socket }) => socket.frames.length === 1)).toBe(true)
  })
})

import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { RecordingLogger } from '../recording-logger.ts'
import { DeliveryQueue } from './delivery-queue.ts'

/** A queue of numbers and what was delivered: when, how many, and how many were dropped by then. */
function aQueue(answer: (attempt: number) => Promise<void> | void = () => undefined) {
  const clock = fakeClock()
  const start = clock.now()
  const logger = new RecordingLogger()
  const batches: (readonly number[])[] = []
  const told: [atMs: number, count: number, dropped: number][] = []
  const queue = new DeliveryQueue<number>({
    what: 'numbers',
    deliver: (batch, dropped) => {
      batches.push(batch)
      told.push([clock.now() - start, batch.length, dropped])
      return answer(told.length)
    },
    attempts: 3,
    logger,
    runtime: { clock, random: () => 1 },
  })
  const add = (count: number) => {
    for (let i = 0; i < count; i++) queue.add(i)
  }
  return { queue, clock, logger, batches, told, add }
}

const failing = () => {
  throw new Error('no luck')
}
const never = () => new Promise<void>(() => undefined)

describe('DeliveryQueue', () => {
  it('delivers five seconds after the first item, and sets no timer when there is nothing to do', async () => {
    const { clock, told, batches, add } = aQueue()
    expect(clock.pending()).toBe(0)
    add(2)
    await clock.advance(4_999)
    expect(told).toEqual([])
    await clock.advance(1)
    expect(batches).toEqual([[0, 1]])
    expect(clock.pending()).toBe(0)
    add(1)
    await clock.advance(5_000)
    expect(told).toEqual([
      [5_000, 2, 0],
      [10_000, 1, 0],
    ])
  })

  it('delivers a full batch soon, but never while it is being given items', async () => {
    const { clock, told, add } = aQueue()
    add(1_200)
    expect(told).toEqual([])
    await clock.advance(0)
    expect(told).toEqual([
      [0, 500, 0],
      [0, 500, 0],
    ])
    await clock.advance(5_000)
    expect(told[2]).toEqual([5_000, 200, 0])
  })

  it('lets the oldest go when there is no room, and counts them', async () => {
    const { queue, clock, batches, told, add } = aQueue()
    add(10_003)
    expect(queue.dropped).toBe(3)
    await clock.advance(0)
    expect(batches[0]?.[0]).toBe(3)
    expect(told[0]).toEqual([0, 500, 3])
    expect(told).toHaveLength(20)
  })

  it('tries a batch three times, later each time, and takes new items meanwhile', async () => {
    const { queue, clock, logger, told, add } = aQueue(failing)
    add(2)
    await clock.advance(5_000)
    add(1)
    await clock.advance(3_000)
    expect(told.map(([atMs, count]) => [atMs, count])).toEqual([
      [5_000, 2],
      [6_000, 2],
      [8_000, 2],
    ])
    expect(queue.dropped).toBe(2)
    expect(logger.lines).toEqual(['warn evenkeel: dropped 2 numbers that did not arrive: no luck'])
    await clock.advance(5_000)
    expect(told[3]).toEqual([13_000, 1, 2])
  })

  it('goes on after a failure that passes', async () => {
    const { queue, clock, logger, told, add } = aQueue((attempt) =>
      attempt < 3 ? Promise.reject(new Error('busy')) : undefined,
    )
    add(1)
    await clock.advance(60_000)
    expect(told).toHaveLength(3)
    expect([queue.dropped, logger.lines]).toEqual([0, []])
  })

  it('takes half a minute of silence for a failure', async () => {
    const { queue, clock, logger, told, add } = aQueue(never)
    add(1)
    await clock.advance(5_000 + 30_000 + 1_000 + 30_000 + 2_000 + 30_000)
    expect(told).toHaveLength(3)
    expect(queue.dropped).toBe(1)
    expect(logger.lines[0]).toContain('no answer for 30 s')
  })

  it('goes on although the logger fails', async () => {
    const { queue, clock, logger, told, add } = aQueue(failing)
    logger.warn = failing
    add(1)
    await clock.advance(60_000)
    add(1)
    await queue.close()
    expect(told).toHaveLength(4)
    expect(queue.dropped).toBe(2)
  })

  it('delivers one batch at a time', async () => {
    const { clock, told, add } = aQueue(never)
    add(600)
    await clock.advance(29_000)
    add(500)
    await clock.advance(0)
    expect(told).toHaveLength(1)
  })

  describe('when it is closed', () => {
    it('delivers all that waits and nothing after that', async () => {
      const { queue, clock, told, add } = aQueue()
      add(700)
      await queue.close()
      expect(told.map(([, count]) => count)).toEqual([500, 200])
      expect(clock.pending()).toBe(0)
      add(1)
      expect(queue.dropped).toBe(1)
      expect(clock.pending()).toBe(0)
      await queue.close()
    })

    it('tries once, and does not wait to try again', async () => {
      const { queue, clock, told, add } = aQueue(failing)
      add(501)
      await clock.advance(0)
      expect(told).toHaveLength(1)
      await queue.close()
      expect(told.map(([, count]) => count)).toEqual([500, 500, 1])
      expect(queue.dropped).toBe(501)
      expect(clock.pending()).toBe(0)
    })
  })
})

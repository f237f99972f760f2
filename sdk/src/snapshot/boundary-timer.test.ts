import type { TimeBoundary } from '@evenkeel/core/snapshot'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { BoundaryTimer } from './boundary-timer.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A timer over boundaries, written as [after how many milliseconds, which flags]. */
function aTimer(...given: [afterMs: number, ...flags: string[]][]) {
  const timers = fakeClock()
  let aheadMs = 0
  const clock = { ...timers, now: () => timers.now() + aheadMs }
  const setClock = (byMs: number) => {
    aheadMs += byMs
  }
  const start = clock.now()
  const at = ([afterMs, ...flags]: (typeof given)[number]): TimeBoundary => ({ at: start + afterMs, flags })
  let boundaries = given.map(at)
  const told: [number, readonly string[]][] = []
  const timer = new BoundaryTimer({
    clock,
    boundaries: () => boundaries,
    passed: (flags) => told.push([clock.now() - start, flags]),
  })
  const replace = (...next: typeof given) => {
    timer.look()
    boundaries = next.map(at)
    timer.look()
  }
  return { timer, clock, setClock, told, replace }
}

describe('BoundaryTimer', () => {
  it('tells of each boundary when it comes, and has one timer at a time', async () => {
    const { timer, clock, told } = aTimer([SECOND, 'a'], [3 * SECOND, 'a', 'b'])
    timer.look()
    expect(clock.pending()).toBe(1)
    await clock.advance(10 * SECOND)
    expect(told).toEqual([
      [SECOND, ['a']],
      [3 * SECOND, ['a', 'b']],
    ])
    expect(clock.pending()).toBe(0)
  })

  it('says nothing of boundaries that were over when it began', async () => {
    const { timer, clock, told } = aTimer([-SECOND, 'a'], [0, 'a'], [SECOND, 'b'])
    timer.look()
    await clock.advance(SECOND)
    expect(told).toEqual([[SECOND, ['b']]])
  })

  it('notices within a minute that the clock was set ahead', async () => {
    const { timer, clock, setClock, told } = aTimer([HOUR, 'a'])
    timer.look()
    setClock(HOUR)
    await clock.advance(MINUTE)
    expect(told).toEqual([[HOUR + MINUTE, ['a']]])
  })

  it('tells of what is ahead again because the clock was set back, and again when it comes', async () => {
    const { timer, clock, setClock, told } = aTimer([SECOND, 'a'], [HOUR, 'b'])
    timer.look()
    await clock.advance(SECOND)
    setClock(-HOUR)
    await clock.advance(MINUTE)
    await clock.advance(HOUR)
    expect(told).toEqual([
      [SECOND, ['a']],
      [SECOND + MINUTE - HOUR, ['a']],
      [SECOND, ['a']],
    ])
  })

  it('waits for the boundaries of the snapshot that is in use by now', async () => {
    const { timer, clock, told, replace } = aTimer([SECOND, 'a'])
    timer.look()
    replace([2 * SECOND, 'b'])
    await clock.advance(3 * SECOND)
    expect(told).toEqual([[2 * SECOND, ['b']]])
  })

  it('tells of a boundary that passed while a snapshot was being replaced, and of no old one in the new', () => {
    let now = 0
    const told: (readonly string[])[] = []
    let boundaries: TimeBoundary[] = [
      { at: 10, flags: ['b', 'c'] },
      { at: 20, flags: ['a', 'b'] },
    ]
    const timer = new BoundaryTimer({
      clock: { now: () => now, schedule: () => () => undefined },
      boundaries: () => boundaries,
      passed: (flags) => told.push(flags),
    })
    timer.look()
    now = 30
    timer.look()
    boundaries = [{ at: 25, flags: ['new'] }]
    timer.look()
    expect(told).toEqual([['a', 'b', 'c']])
  })

  it('is over when it is stopped', async () => {
    const { timer, clock, told } = aTimer([SECOND, 'a'])
    timer.look()
    timer.stop()
    await clock.advance(SECOND)
    expect(told).toEqual([])
    expect(clock.pending()).toBe(0)
  })
})

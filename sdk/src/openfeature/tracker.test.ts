import { expect, it } from 'vitest'
import { RecordingLogger } from '../recording-logger.ts'
import type { Track } from './tracker.ts'
import { Tracker } from './tracker.ts'

function aTracker(handOn: Track) {
  const logger = new RecordingLogger()
  const tracker = new Tracker(handOn, logger)
  const track = (name: string) => {
    tracker.track(name, { targetingKey: 'u-1' }, { value: 99 })
  }
  return { track, lines: logger.lines }
}

it('hands on every event as it comes', () => {
  const seen: unknown[] = []
  const { track, lines } = aTracker((...event) => seen.push(event))
  track('a')
  track('b')
  expect(seen).toEqual([
    ['a', { targetingKey: 'u-1' }, { value: 99 }],
    ['b', { targetingKey: 'u-1' }, { value: 99 }],
  ])
  expect(lines).toEqual([])
})

it('says once what goes wrong, thrown or rejected, and goes on', async () => {
  let attempts = 0
  const { track, lines } = aTracker(() => {
    attempts += 1
    if (attempts < 3) throw new Error('queue full')
    return Promise.reject(new Error('no route'))
  })
  for (let event = 0; event < 4; event++) track('bought')
  await Promise.resolve()
  expect(attempts).toBe(4)
  expect(lines).toEqual([
    'warn evenkeel: onTrack failed for "bought": queue full',
    'warn evenkeel: onTrack failed for "bought": no route',
  ])
})

it('stops nothing when not even the logger works', () => {
  const fail = () => {
    throw new Error('disk full')
  }
  const tracker = new Tracker(fail, { info: fail, warn: fail, error: fail })
  expect(() => {
    tracker.track('bought', {}, {})
  }).not.toThrow()
})

it('drops an event without a name', () => {
  const seen: unknown[] = []
  const { track, lines } = aTracker((...event) => seen.push(event))
  track('')
  expect(seen).toEqual([])
  expect(lines).toEqual(['warn evenkeel: a tracking event without a name was dropped'])
})

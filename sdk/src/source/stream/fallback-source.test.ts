import { fakeClock } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SdkErrorCode } from '../../errors.ts'
import { SdkError } from '../../errors.ts'
import { RecordingLogger } from '../../recording-logger.ts'
import { FakeSource } from '../fake-source.ts'
import { FallbackSource } from './fallback-source.ts'
import { RecordingReceiver } from '../recording-receiver.ts'

const FRAME = Uint8Array.of(1)

function aRunningFallback() {
  const clock = fakeClock()
  const stream = new FakeSource()
  const polling = new FakeSource()
  const receiver = new RecordingReceiver()
  const logger = new RecordingLogger()
  const stop = new FallbackSource({ stream, polling, clock, logger }).start(receiver)
  const fail = (code: SdkErrorCode = 'unreachable') => {
    stream.receiver.failed(new SdkError(code, code))
  }
  const bringFrame = () => {
    stream.receiver.frame(FRAME)
  }
  return { clock, stream, polling, receiver, logger, stop, fail, bringFrame }
}

describe('FallbackSource', () => {
  it('streams alone while that works', async () => {
    const { clock, polling, receiver, bringFrame } = aRunningFallback()
    bringFrame()
    await clock.advance(600_000)
    expect(polling.starts).toBe(0)
    expect(receiver.frames).toHaveLength(1)
  })

  it('polls too when the first frame takes longer than three seconds', async () => {
    const { clock, stream, polling, receiver } = aRunningFallback()
    await clock.advance(2_999)
    expect(polling.isRunning).toBe(false)
    await clock.advance(1)
    expect(polling.isRunning).toBe(true)
    expect(stream.isRunning).toBe(true)
    polling.receiver.frame(FRAME)
    expect(receiver.frames).toHaveLength(1)
  })

  it('polls after three failures of the stream', () => {
    const { polling, bringFrame, fail } = aRunningFallback()
    bringFrame()
    fail()
    fail()
    expect(polling.isRunning).toBe(false)
    fail()
    expect(polling.isRunning).toBe(true)
  })

  it('polls at once where WebSockets are not let through', () => {
    const { polling, fail, logger } = aRunningFallback()
    fail('stream-refused')
    expect(polling.isRunning).toBe(true)
    expect(logger.lines).toEqual(['info evenkeel: polling until streaming works: stream-refused'])
  })

  it('does not poll with a token that the server refused', () => {
    const { polling, receiver, bringFrame, fail } = aRunningFallback()
    bringFrame()
    for (let i = 0; i < 5; i++) fail('unauthorized')
    expect(polling.starts).toBe(0)
    expect(receiver.codes).toHaveLength(5)
  })

  it('does not poll either when the very first stream was refused for its token', async () => {
    const { clock, polling, fail } = aRunningFallback()
    fail('unauthorized')
    await clock.advance(3_000)
    expect(polling.starts).toBe(0)
    for (let i = 0; i < 3; i++) fail()
    expect(polling.starts).toBe(1)
  })

  it('says that streaming fails until polling takes over, and then what polling says', () => {
    const { polling, receiver, fail } = aRunningFallback()
    for (let i = 0; i < 6; i++) fail()
    expect(receiver.codes).toEqual(['unreachable', 'unreachable', 'unreachable'])
    polling.receiver.failed(new SdkError('unavailable', 'busy'))
    expect(receiver.codes.at(-1)).toBe('unavailable')
  })

  it('goes back to streaming when that has worked for 20 seconds', async () => {
    const { clock, polling, bringFrame, fail } = aRunningFallback()
    fail('stream-refused')
    bringFrame()
    await clock.advance(19_999)
    bringFrame()
    expect(polling.isRunning).toBe(true)
    await clock.advance(1)
    bringFrame()
    expect(polling.isRunning).toBe(false)
  })

  it('does not go back to a stream that ends again and again', async () => {
    const { clock, polling, bringFrame, fail } = aRunningFallback()
    fail('stream-refused')
    for (let i = 0; i < 5; i++) {
      bringFrame()
      await clock.advance(15_000)
      bringFrame()
      fail()
      await clock.advance(5_000)
    }
    expect(polling).toMatchObject({ isRunning: true, starts: 1 })
  })

  it('counts failures from nothing once streaming works again', async () => {
    const { clock, polling, bringFrame, fail } = aRunningFallback()
    fail()
    fail()
    bringFrame()
    await clock.advance(20_000)
    bringFrame()
    fail()
    fail()
    expect(polling.starts).toBe(0)
  })

  it('stops everything when it is stopped', async () => {
    const { clock, stream, polling, stop, fail } = aRunningFallback()
    fail('stream-refused')
    stop()
    await clock.advance(60_000)
    expect([stream.isRunning, polling.isRunning]).toEqual([false, false])
    expect(clock.pending()).toBe(0)
  })

  it('always has a source that works or is being tried, and never polls while the stream has long worked', async () => {
    const step = fc.oneof(
      fc.constantFrom('frame' as const, 'fail' as const, 'refused' as const),
      fc.integer({ min: 0, max: 25_000 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clock, stream, polling, bringFrame, fail } = aRunningFallback()
        for (const next of steps) {
          if (next === 'frame') bringFrame()
          else if (next === 'fail') fail()
          else if (next === 'refused') fail('stream-refused')
          else await clock.advance(next)
          expect(stream.isRunning).toBe(true)
        }
        bringFrame()
        await clock.advance(20_000)
        bringFrame()
        expect(polling.isRunning).toBe(false)
        for (let i = 0; i < 3; i++) fail()
        expect(polling.isRunning).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { FakeSource } from './fake-source.ts'
import { lazySource } from './lazy-source.ts'
import { RecordingReceiver } from './recording-receiver.ts'

describe('lazySource', () => {
  it('starts what it has loaded, and stops it', async () => {
    const source = new FakeSource()
    const receiver = new RecordingReceiver()
    const stop = lazySource('server', () => Promise.resolve(source)).start(receiver)
    await Promise.resolve()
    source.receiver.frame(Uint8Array.of(1))
    expect(receiver.frames).toHaveLength(1)
    stop()
    expect(source.isRunning).toBe(false)
  })

  it('starts nothing when it was stopped while it was loading', async () => {
    const source = new FakeSource()
    lazySource('server', () => Promise.resolve(source)).start(new RecordingReceiver())()
    await Promise.resolve()
    expect(source.starts).toBe(0)
  })

  it('says when there is nothing to load', async () => {
    const receiver = new RecordingReceiver()
    lazySource('file', () => Promise.reject(new Error('Cannot find module'))).start(receiver)
    await Promise.resolve()
    await Promise.resolve()
    expect(receiver.failures[0]).toMatchObject({
      code: 'unusable',
      message: 'the SDK is incomplete: Cannot find module',
    })
  })
})

import { describe, expect, it } from 'vitest'
import { EventEmitter } from './event-emitter.ts'
import { RecordingLogger } from '../recording-logger.ts'

interface Events {
  readonly greeting: string
  readonly count: number
}

const anEmitter = (logger = new RecordingLogger()) => new EventEmitter<Events>(logger)

describe('EventEmitter', () => {
  it('calls the listeners of an event in the order they were added', () => {
    const heard: string[] = []
    const emitter = anEmitter()
    emitter.on('greeting', (word) => heard.push(`first ${word}`))
    emitter.on('greeting', (word) => heard.push(`second ${word}`))
    emitter.on('count', (count) => heard.push(String(count)))
    emitter.emit('greeting', 'hello')
    expect(heard).toEqual(['first hello', 'second hello'])
  })

  it('stops calling a listener that unsubscribed, even one that does so while called', () => {
    const heard: number[] = []
    const emitter = anEmitter()
    const stop = emitter.on('count', (count) => {
      heard.push(count)
      stop()
    })
    emitter.emit('count', 1)
    emitter.emit('count', 2)
    expect(heard).toEqual([1])
  })

  it('logs what a listener throws and calls the others', () => {
    const heard: number[] = []
    const logger = new RecordingLogger()
    const emitter = anEmitter(logger)
    emitter.on('count', () => {
      throw new Error('out of ink')
    })
    emitter.on('count', (count) => heard.push(count))
    emitter.emit('count', 1)
    expect(heard).toEqual([1])
    expect(logger.lines).toEqual(['error evenkeel: a listener for "count" threw: out of ink'])
  })

  it('logs what an asynchronous listener rejects with', async () => {
    const logger = new RecordingLogger()
    const emitter = anEmitter(logger)
    const listener: () => unknown = () => Promise.reject(new Error('too late'))
    emitter.on('count', listener)
    emitter.emit('count', 1)
    await Promise.resolve()
    expect(logger.lines).toEqual(['error evenkeel: a listener for "count" threw: too late'])
  })
})

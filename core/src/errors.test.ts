import { describe, expect, it } from 'vitest'
import { messageOf } from './errors.ts'

describe('messageOf', () => {
  it('tells the message with its causes', () => {
    const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    expect(messageOf(error)).toBe('fetch failed: connect ECONNREFUSED')
  })

  it('tells the code of an error without a message', () => {
    expect(messageOf(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED')
    expect(messageOf(new RangeError())).toBe('RangeError')
  })

  it('finds words for whatever was thrown', () => {
    expect(messageOf('out of ink')).toBe('out of ink')
    expect(messageOf(undefined)).toBe('undefined')
    expect(messageOf(Object.create(null))).toBe('something that cannot be shown was thrown')
  })
})

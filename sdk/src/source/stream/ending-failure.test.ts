import { describe, expect, it } from 'vitest'
import { endpointOf } from '../endpoint.ts'
import type { Ending } from './connection.ts'
import { failureOfEnding } from './ending-failure.ts'

const endpoint = endpointOf(new URL('https://flags.example.com'), 'production', 'ek_secret')
const failureOf = (ending: Ending) => failureOfEnding(ending, endpoint, 0)

describe('failureOfEnding', () => {
  it.each([
    [{ closeCode: 4401, reason: '' }, 'unauthorized'],
    [{ status: 401 }, 'unauthorized'],
    [{ closeCode: 4404, reason: '' }, 'unknown-environment'],
    [{ status: 404 }, 'unknown-environment'],
    [{ status: 429 }, 'unavailable'],
    [{ status: 503 }, 'unavailable'],
    [{ status: 200 }, 'stream-refused'],
    [{ status: 403 }, 'stream-refused'],
    [{ status: 403, contentType: 'application/problem+json' }, 'unauthorized'],
    [{ status: 403, contentType: 'text/html' }, 'stream-refused'],
    [{ status: 426 }, 'stream-refused'],
    [{ closeCode: 1001, reason: '' }, 'unreachable'],
    [{ closeCode: 1006, reason: '' }, 'unreachable'],
    [{ closeCode: 4408, reason: 'too slow' }, 'unreachable'],
    [{ cause: new Error('connect ECONNREFUSED') }, 'unreachable'],
  ])('takes %j for %s', (ending, code) => {
    expect(failureOf(ending).code).toBe(code)
  })

  it('hands on how long the server asks to be left alone', () => {
    expect(failureOf({ status: 503, retryAfter: '3' }).retryAfterMs).toBe(3_000)
    expect(failureOf({ status: 503 }).retryAfterMs).toBeUndefined()
  })

  it('says where and why, and never the token', () => {
    const messages = [
      failureOf({ cause: new Error('connect ECONNREFUSED') }).message,
      failureOf({ closeCode: 4408, reason: 'too slow' }).message,
      failureOf({ status: 401 }).message,
      failureOf({ status: 200 }).message,
    ]
    expect(messages[0]).toBe(
      'no stream from wss://flags.example.com/v1/environments/production/stream: connect ECONNREFUSED',
    )
    expect(messages[1]).toContain('close code 4408: too slow')
    expect(messages[2]).toContain('environment "production"')
    expect(messages[3]).toContain('a proxy on the way')
    expect(failureOf({ status: 501 }).message).toBe(
      'the server answered HTTP 501 at wss://flags.example.com/v1/environments/production/stream',
    )
    expect(messages.join()).not.toContain('ek_secret')
  })
})

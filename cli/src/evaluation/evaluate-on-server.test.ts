import { describe, expect, it } from 'vitest'
import { evaluateOnServer } from './evaluate-on-server.ts'

const server = { url: 'https://flags.example.com', token: 'ek_secret' }
const question = {
  flag: 'checkout redesign',
  environment: 'production',
  context: { targetingKey: 'u-1' },
}

/** A server that answers `body` with `status`, and keeps what it was asked. */
function aServer(status: number, body: unknown) {
  const requests: { url: string; init: RequestInit }[] = []
  const ask: typeof fetch = (url, init) => {
    requests.push({ url: (url as URL).href, init: init! })
    return Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }))
  }
  return { ask, requests }
}

describe('a server', () => {
  it('is asked in the remote evaluation protocol', async () => {
    const { ask, requests } = aServer(200, { value: true, reason: 'STATIC' })
    await evaluateOnServer(ask, server, question)
    expect(requests[0]!.url).toBe(
      'https://flags.example.com/ofrep/v1/evaluate/flags/checkout%20redesign?environment=production',
    )
    expect(requests[0]!.init).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer ek_secret' },
      body: '{"context":{"targetingKey":"u-1"}}',
    })
  })

  it('is asked below the path it is served at, and without a token when there is none', async () => {
    const { ask, requests } = aServer(200, { value: true, reason: 'STATIC' })
    await evaluateOnServer(
      ask,
      { url: 'https://example.com/evenkeel/', token: undefined },
      { ...question, flag: 'a' },
    )
    expect(requests[0]!.url).toContain('https://example.com/evenkeel/ofrep/v1/evaluate/flags/a?')
    expect(requests[0]!.init.headers).not.toHaveProperty('authorization')
  })

  it('answers as the evaluator does', async () => {
    const { ask } = aServer(200, {
      key: 'checkout',
      value: true,
      variant: 'on',
      reason: 'SPLIT',
      metadata: { ruleName: 'ramp', revision: '1.7' },
    })
    expect(await evaluateOnServer(ask, server, question)).toEqual({
      flagKey: 'checkout redesign',
      environment: 'production',
      evaluatedBy: 'https://flags.example.com',
      value: true,
      variant: 'on',
      reason: 'SPLIT',
      flagMetadata: { ruleName: 'ramp', revision: '1.7' },
    })
  })

  it('may not know the flag', async () => {
    const { ask } = aServer(404, { key: 'x', errorCode: 'FLAG_NOT_FOUND', errorDetails: 'no flag x' })
    expect(await evaluateOnServer(ask, server, question)).toMatchObject({
      value: null,
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
      errorMessage: 'no flag x',
    })
  })

  it.each([
    [401, undefined, 'wants a token: set EVENKEEL_TOKEN'],
    [401, 'ek_secret', 'does not know this token: revoked'],
    [403, 'ek_secret', 'does not let this token evaluate in production: revoked'],
    [503, 'ek_secret', 'answers 503: revoked'],
  ])('that answers %s to the token %s is explained', async (status, token, message) => {
    const { ask } = aServer(status, { type: 'about:blank', detail: 'revoked' })
    const answered = evaluateOnServer(ask, { ...server, token }, question)
    await expect(answered).rejects.toThrow(`https://flags.example.com ${message}`)
    await expect(answered).rejects.toMatchObject({ code: 'server' })
    await expect(answered).rejects.not.toThrow('ek_secret')
  })

  it.each(['<html>', '', '3'])('that answers %j is none of ours', async (body) => {
    await expect(evaluateOnServer(aServer(200, body).ask, server, question)).rejects.toThrow(
      'is it an evenkeel server?',
    )
  })

  it('that cannot be reached is named with the cause', async () => {
    const ask = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }))
    await expect(evaluateOnServer(ask, server, question)).rejects.toThrow(
      'https://flags.example.com could not be asked: ECONNREFUSED',
    )
  })

  it.each(['flags.example.com', 'ftp://flags.example.com', ''])('is not at %j', async (url) => {
    await expect(evaluateOnServer(aServer(200, {}).ask, { ...server, url }, question)).rejects.toMatchObject({
      code: 'usage',
    })
  })
})

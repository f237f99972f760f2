import { aFlag, aSnapshot, fakeClock, temporaryDirectory } from '@evenkeel/test/support'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateToken } from './access/token.ts'
import { TEST_ADMIN_TOKEN, aServerConfig } from './config/a-server-config.ts'
import { startControl } from './control/start-control.ts'
import { createApp } from './create-app.ts'
import { Lifecycle } from './health/lifecycle.ts'
import { OPEN_API } from './http/open-api/open-api.ts'
import { asPrepared } from './snapshots/as-prepared.ts'
import { SnapshotService } from './snapshots/snapshot-service.ts'
import { FakeLogger } from './telemetry/fake-logger.ts'

let app: NestFastifyApplication
let logger: FakeLogger
let directory: Awaited<ReturnType<typeof temporaryDirectory>>

beforeAll(async () => {
  directory = await temporaryDirectory()
  logger = new FakeLogger()
  const config = aServerConfig({ dataDir: directory.path })
  const clock = fakeClock()
  app = await createApp({ config, clock, logger, control: await startControl(config, clock) })
})

afterAll(async () => {
  await app.close()
  await directory[Symbol.asyncDispose]()
})

const asAdmin = { authorization: `Bearer ${TEST_ADMIN_TOKEN}` }

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers })

it('serves the document of its routes', async () => {
  const response = await get('/openapi.json')

  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual(OPEN_API)
})

describe('a problem', () => {
  it('is told in full, as application/problem+json', async () => {
    const response = await get('/nothing-here?token=secret', { 'x-request-id': 'from-the-caller' })

    expect(response.statusCode).toBe(404)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(response.json()).toEqual({
      type: 'urn:evenkeel:problem:route-not-found',
      title: 'Not Found',
      status: 404,
      detail: 'There is no GET /nothing-here; /openapi.json lists what there is.',
      code: 'route-not-found',
      instance: 'from-the-caller',
    })
  })

  it.each([
    ['{"context":', 400, 'bad-request', 'application/json'],
    ['', 400, 'bad-request', 'application/json'],
    ['x'.repeat(64 * 1024 + 1), 413, 'body-too-large', 'application/json'],
    ['<xml/>', 415, 'unsupported-media-type', 'application/xml'],
  ])('is what becomes of a body (%#)', async (payload, status, code, type) => {
    const response = await app.inject({
      method: 'POST',
      url: '/ofrep/v1/evaluate/flags',
      headers: { ...asAdmin, 'content-type': type },
      payload,
    })

    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(response.json()).toMatchObject({ status, code })
  })

  it('is what becomes of an address that cannot be read', async () => {
    for (const name of ['%zz', 'x'.repeat(513)]) {
      const response = await get(`/v1/environments/${name}`)

      expect(response.statusCode).toBe(400)
      expect(response.json()).toMatchObject({ code: 'bad-request', status: 400 })
      expect(response.json<{ detail: string }>().detail).toContain('percent-encoded')
    }
  })

  it('is what becomes of a method that a route does not have', async () => {
    const response = await app.inject({ method: 'DELETE', url: '/livez' })

    expect(response.json()).toMatchObject({ status: 404, code: 'route-not-found' })
  })
})

describe('a token', () => {
  it('that is not known is refused in words that repeat nothing of it', async () => {
    const token = generateToken('operator')
    const response = await get('/v1/sync', { authorization: `Bearer ${token}` })

    expect(response.json()).toMatchObject({ status: 401, code: 'token-unknown' })
    expect(response.headers['www-authenticate']).toBe('Bearer realm="evenkeel"')
    expect(response.body).not.toContain(token)
    expect(JSON.stringify(logger.entries)).not.toContain(token)
  })

  it('of an admin opens every route', async () => {
    expect((await get('/v1/sync', asAdmin)).statusCode).toBe(200)
  })
})

describe('an answer', () => {
  it('has a request id, the caller’s where it is harmless', async () => {
    const given = await get('/livez', { 'x-request-id': 'trace-1.a_B' })
    const forged = await get('/livez', { 'x-request-id': 'a" level="fatal' })
    const tooLong = await get('/livez', { 'x-request-id': 'x'.repeat(65) })

    expect(given.headers['x-request-id']).toBe('trace-1.a_B')
    for (const { headers } of [forged, tooLong]) expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('tells browsers to do nothing with it', async () => {
    for (const { headers } of [await get('/livez'), await get('/nowhere')]) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
    }
  })

  it('is logged with its path but not its query', async () => {
    await get('/livez?token=secret')

    const logged = logger.entries.filter(({ message }) => message === 'request').at(-1)
    expect(logged).toMatchObject({ level: 'debug', fields: { method: 'GET', path: '/livez', status: 200 } })
  })
})

describe('health', () => {
  it('is live while it has nothing to serve, but not ready', async () => {
    expect((await get('/livez')).json()).toEqual({ status: 'live' })

    const response = await get('/readyz')

    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('1')
    expect(response.json()).toMatchObject({
      code: 'nothing-served-yet',
      detail: expect.stringContaining('GET /v1/sync') as string,
    })
  })

  it('has metrics in Prometheus’ format, of the process and of ours', async () => {
    const response = await get('/metrics')

    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(response.body).toContain('process_cpu_seconds_total')
    expect(response.body).toContain('evenkeel_sync_attempts_total{outcome="published"} 0')
  })

  it('is ready once something is served, and no longer when it is about to stop', async () => {
    await app
      .get(SnapshotService)
      .install([asPrepared(aSnapshot({ flags: { checkout: aFlag() } }))], 'commit')
    expect((await get('/readyz')).json()).toMatchObject({ status: 'ready', environments: ['production'] })

    app.get(Lifecycle).startStopping()

    expect((await get('/readyz')).json()).toMatchObject({ status: 503, code: 'stopping' })
    expect((await get('/livez')).statusCode).toBe(200)
  })
})

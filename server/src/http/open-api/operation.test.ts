import { describe, expect, it } from 'vitest'
import { OPEN_API } from './open-api.ts'
import { toPathItems } from './operation.ts'

const answers = { 'application/json': 'What there is.' }

describe('toPathItems', () => {
  it('describes a guarded route: its tokens, parameters, answer and problems', () => {
    const items = toPathItems({
      '/v1/things/{thing}': {
        get: {
          summary: 'A thing',
          action: 'sync.accept',
          query: { since: 'When.' },
          answers,
          problems: { 404: ['thing-not-found'] },
        },
      },
    })

    expect(items['/v1/things/{thing}']).toMatchObject({
      get: {
        summary: 'A thing',
        description: 'Tokens: operator, admin.',
        security: [{ token: [] }],
        parameters: [
          { name: 'thing', in: 'path', required: true },
          { name: 'since', in: 'query', description: 'When.' },
        ],
        responses: {
          200: { description: 'What there is.' },
          401: { description: 'token-missing, token-malformed, token-unknown' },
          403: { description: 'token-kind, token-environment' },
          404: { description: 'thing-not-found' },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    })
  })

  it('asks no token of a route that is for everyone', () => {
    const items = toPathItems({ '/livez': { get: { summary: 'Alive', action: 'health.read', answers } } })

    expect(items['/livez']).toMatchObject({ get: { security: [] } })
    expect(JSON.stringify(items)).not.toContain('token-missing')
  })

  it('says of a webhook that it is signed, what it is sent, and what it is answered', () => {
    const items = toPathItems({
      '/hook': {
        post: { summary: 'A hook', action: 'webhook.receive', body: 'An event.', status: 202, answers },
      },
    })

    expect(items['/hook']).toMatchObject({
      post: {
        security: [],
        description: 'Signed with the webhook secret.',
        requestBody: { description: 'An event.' },
        responses: { 202: {} },
      },
    })
    expect(JSON.stringify(items)).not.toContain('token-missing')
  })
})

describe('OPEN_API', () => {
  const operationOf = (path: string, method: string): unknown =>
    (OPEN_API['paths'] as Record<string, Record<string, unknown>>)[path]?.[method]

  it('says how a pipeline waits for its commit', () => {
    expect(operationOf('/v1/sync', 'get')).toMatchObject({
      parameters: [
        { name: 'commit', in: 'query' },
        { name: 'waitSeconds', in: 'query' },
      ],
      responses: { 400: { description: 'invalid-request' } },
    })
  })

  it('says what an operator sends to accept a commit, and why that may be refused', () => {
    expect(operationOf('/v1/sync/accept', 'post')).toMatchObject({
      description: 'Tokens: operator, admin.',
      requestBody: { description: expect.stringContaining('"rebind": true') as string },
      responses: {
        202: {},
        400: { description: 'invalid-request' },
        409: { description: 'not-held, rebind-required' },
      },
    })
  })

  it.each([
    ['/readyz', 'get'],
    ['/v1/environments/{environment}', 'get'],
    ['/v1/environments/{environment}/stream', 'get'],
    ['/ofrep/v1/evaluate/flags', 'post'],
  ])('says of %s that a server with a strange key gives nothing out', (path, method) => {
    expect(operationOf(path, method)).toMatchObject({
      responses: { 503: { description: expect.stringContaining('signing-key-unregistered') as string } },
    })
  })

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(OPEN_API).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path = '']) => path,
    )

    expect(references).not.toHaveLength(0)
    for (const path of new Set(references)) {
      const found = path
        .split('/')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], OPEN_API)
      expect(found, path).toBeDefined()
    }
  })
})

import { describe, expect, it } from 'vitest'
import type { Logger } from '../logger.ts'
import type { ClientOptions } from './client-options.ts'
import { SdkError } from '../errors.ts'
import { parseClientOptions } from './parse-client-options.ts'
import { RecordingLogger } from '../recording-logger.ts'
import { FakeSource } from '../source/fake-source.ts'

const SERVER = { url: 'https://flags.example.com', environment: 'production', token: 'ek_abc' }
const KEY = Buffer.alloc(32, 7).toString('base64')

/** The problems that are named, one a line. */
function problemsOf(options: unknown): string[] {
  try {
    parseClientOptions(options as ClientOptions)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(SdkError)
    expect(error).toMatchObject({ code: 'invalid-options' })
    const [introduction, ...problems] = (error as Error).message.split('\n  ')
    expect(introduction).toBe('createClient was given wrong options:')
    return problems
  }
}

describe('parseClientOptions', () => {
  it('streams and polls every five seconds when nothing else is said', () => {
    const settings = parseClientOptions(SERVER)
    expect(settings.origin).toMatchObject({ from: 'stream', endpoint: { environment: 'production' } })
    expect(settings).toMatchObject({ environment: 'production', pollMs: 5_000, verifiers: [] })
  })

  it('needs neither server nor environment for a file or a source', () => {
    expect(parseClientOptions({ mode: { file: 'snapshot.evk' } }).origin).toEqual({
      from: 'file',
      path: 'snapshot.evk',
    })
    const source = new FakeSource('memory')
    expect(parseClientOptions({ source }).origin).toEqual({ from: 'source', source })
  })

  it('leaves what says where a server is alone when there is none', () => {
    expect(problemsOf({ mode: { file: 'snapshot.evk' }, url: '', token: '' })).toEqual([])
    expect(problemsOf({ source: new FakeSource(), url: 7, environment: '' })).toEqual([
      'environment: write its name, such as "production"',
    ])
  })

  it('names everything that is wrong at once', () => {
    expect(problemsOf({ pollSeconds: 0, environment: 'pro duction', logger: {}, context: 'u-1' })).toEqual([
      'url: write where the server is, such as "https://flags.example.com", without user, password, ? or #',
      'environment: write its name, such as "production"',
      'token: write a token of kind sdk-server for the environment, without white space',
      'context: write an object of attributes',
      'pollSeconds: write a number from 1 to 3600',
      'logger: write an object with the methods info, warn, error',
    ])
  })

  it('takes an environment variable that is not set for a missing option', () => {
    expect(problemsOf({ url: undefined, environment: undefined, token: undefined })).toEqual([
      'url: write where the server is, such as "https://flags.example.com", without user, password, ? or #',
      'environment: write its name, such as "production"',
      'token: write a token of kind sdk-server for the environment, without white space',
    ])
    expect(problemsOf({ ...SERVER, token: '' })).toHaveLength(1)
  })

  it.each([
    ['flags.example.com', 'write where the server is'],
    ['wss://flags.example.com', 'write where the server is'],
    [42, 'write where the server is'],
    ['https://ada:secret@flags.example.com', 'without user, password'],
    ['https://flags.example.com?env=production', 'without user, password, ? or #'],
    ['https://flags.example.com#top', 'without user, password, ? or #'],
  ])('refuses the URL %s', (url, hint) => {
    const problems = problemsOf({ ...SERVER, url })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(hint)
    expect(problems[0]).not.toContain('secret')
  })

  it('refuses a token that a file or a variable brought with a line feed, without showing it', () => {
    const problems = problemsOf({ ...SERVER, token: 'ek_abc\n' })
    expect(problems).toEqual([
      'token: write a token of kind sdk-server for the environment, without white space',
    ])
  })

  it.each([['push'], [{ file: '' }], [{}], [null], [7]])('refuses the mode %j', (mode) => {
    expect(problemsOf({ ...SERVER, mode })).toEqual([
      'mode: write "stream", "poll" or { file: "snapshot.evk" }',
    ])
  })

  it('reads public keys and says when one is none', () => {
    const { verifiers } = parseClientOptions({ ...SERVER, publicKeys: [KEY] })
    expect(verifiers).toHaveLength(1)
    expect(verifiers[0]?.keyId).toHaveLength(8)
    expect(problemsOf({ ...SERVER, publicKeys: [KEY, 'short', 7] })).toEqual([
      'publicKeys: write Ed25519 public keys, of 32 bytes each, in base64',
    ])
  })

  it.each([[Number.NaN], [Infinity], [-1], [3601], ['5']])('refuses pollSeconds %s', (pollSeconds) => {
    expect(problemsOf({ ...SERVER, pollSeconds })).toHaveLength(1)
  })

  it.each([[undefined], [null], ['https://flags.example.com'], [[]]])('refuses %j as options', (options) => {
    expect(problemsOf(options).length).toBeGreaterThan(0)
  })

  it('takes hooks, and an empty list for none', () => {
    const hook = { after: () => undefined }
    expect(parseClientOptions({ ...SERVER, hooks: [hook] }).hooks).toEqual([hook])
    expect(parseClientOptions({ ...SERVER, hooks: [] }).hooks).toBeUndefined()
  })

  it.each([[{}], ['hook'], [[null]], [[() => undefined]]])('refuses the hooks %j', (hooks) => {
    expect(problemsOf({ ...SERVER, hooks })).toEqual(['hooks: write a list of hooks'])
  })

  it('refuses a source that is none', () => {
    expect(problemsOf({ source: { 'checkout-redesign': true } })).toEqual([
      'source: write what inMemorySource(…) gives',
    ])
  })

  it('names a client by a UUID of its own unless it is told how, and copies its labels', () => {
    const labels = { service: 'shop', 'app.kubernetes.io/version': '1.2.3+7', zone: undefined, region: '' }
    const { origin } = parseClientOptions({ ...SERVER, labels, instanceId: 'shop-7f9c' })
    labels.service = 'cart'
    expect(origin).toMatchObject({ instance: 'shop-7f9c', labels: { service: 'shop', region: '' } })

    const instances = [0, 1].map(() => {
      const { origin: anonymous } = parseClientOptions({ ...SERVER, labels: undefined })
      expect(anonymous).toMatchObject({ labels: {} })
      return anonymous.from === 'stream' ? anonymous.instance : ''
    })
    expect(new Set(instances).size).toBe(2)
    for (const instance of instances) expect(instance).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    [7],
    [['shop']],
    [{ service: 7 }],
    [{ 'the service': 'shop' }],
    [{ service: 'x'.repeat(65) }],
    [{ service: 'caf\u00e9' }],
    [Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`l${n}`, 'x']))],
  ])('refuses the labels %j', (labels) => {
    expect(problemsOf({ ...SERVER, labels })).toEqual([
      'labels: write at most 8 labels, such as { service: "checkout" }: names of up to 32 of A-Z a-z 0-9 . _ / -, and values of up to 64 printable ASCII characters, without quotes and backslashes',
    ])
  })

  it.each([[''], ['shop 1'], [7], ['x'.repeat(65)], ['shop\n']])(
    'refuses the instanceId %j',
    (instanceId) => {
      expect(problemsOf({ ...SERVER, instanceId })).toEqual([
        'instanceId: write up to 64 printable ASCII characters, without spaces, quotes and backslashes',
      ])
    },
  )

  it('makes a logger that fails stop nothing', async () => {
    const heard: string[] = []
    const fail = (): never => {
      throw new Error('disk full')
    }
    const error = (): unknown => Promise.reject(new Error('disk full'))
    const failing: Logger = { info: (message) => heard.push(message), warn: fail, error }
    const { logger } = parseClientOptions({ ...SERVER, logger: failing })
    for (const level of ['info', 'warn', 'error'] as const) logger[level](level)
    await Promise.resolve()
    expect(heard).toEqual(['info'])
  })

  it('warns of options it does not know, so that a misspelt one is seen', () => {
    const logger = new RecordingLogger()
    parseClientOptions({ ...SERVER, logger, pollSecond: 3 } as ClientOptions)
    expect(logger.lines).toEqual(['warn evenkeel: createClient does not know and ignores: pollSecond'])
  })
})

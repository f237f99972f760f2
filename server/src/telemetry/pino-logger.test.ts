import { describe, expect, it } from 'vitest'
import { ConfigError, StoreError } from '../errors.ts'
import type { LogLevel } from '../config/server-config.ts'
import type { Logger } from './logger.ts'
import { NestLogger } from './nest-logger.ts'
import { createLogger } from './pino-logger.ts'

function aLogger(level: LogLevel = 'debug') {
  const lines: string[] = []
  const logger = createLogger(level, { write: (line: string) => void lines.push(line) })
  return { logger, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

describe('createLogger', () => {
  it('writes a line of JSON with the level as a word and the time as ISO 8601', () => {
    const { logger, entries } = aLogger()

    logger.info('Listening', { url: 'http://127.0.0.1:8080' })

    const { time, ...entry } = entries()[0]!
    expect(entry).toEqual({ level: 'info', msg: 'Listening', url: 'http://127.0.0.1:8080' })
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it.each(['debug', 'info', 'warn', 'error'] as const)('writes %s', (level) => {
    const { logger, entries } = aLogger()

    logger[level]('words')

    expect(entries()).toMatchObject([{ level, msg: 'words' }])
  })

  it('writes nothing that is less severe than asked for', () => {
    const { logger, lines } = aLogger('warn')

    logger.debug('a')
    logger.info('b')
    logger.warn('c')

    expect(lines).toHaveLength(1)
  })

  it('is silent when asked to be', () => {
    const { logger, lines } = aLogger('silent')

    logger.error('a')

    expect(lines).toEqual([])
  })

  it.each([
    { authorization: 'hunter2' },
    { headers: { authorization: 'hunter2' } },
    { request: { headers: { authorization: 'hunter2' } } },
    { config: { repoToken: 'hunter2', webhookSecret: 'hunter2', databaseUrl: 'hunter2' } },
    { password: 'hunter2', token: 'hunter2', secret: 'hunter2' },
  ])('redacts %j', (fields) => {
    const { logger, lines } = aLogger()

    logger.info('with secrets', fields)

    expect(lines.join()).not.toContain('hunter2')
    expect(lines.join()).toContain('[redacted]')
  })

  it('writes of an error what is known to be safe', () => {
    const { logger, entries } = aLogger()
    const cause = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      parameters: ['hunter2'],
    })

    logger.error('The database is down', { error: new StoreError('It is down', 'Start it', { cause }) })

    const { error } = entries()[0] as { error: { cause: object } }
    expect(error).toMatchObject({
      name: 'StoreError',
      message: 'It is down',
      code: 'store-unavailable',
      hint: 'Start it',
      cause: { name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    })
    expect(error).not.toHaveProperty('stack')
    expect(JSON.stringify(error)).not.toContain('hunter2')
  })

  it('writes the stack of an error that is a bug, and the problems of a configuration', () => {
    const { logger, entries } = aLogger()

    logger.error('a bug', { error: new TypeError('x is undefined') })
    logger.error('no bug', { error: new ConfigError(['one', 'two']) })
    logger.error('no error', { error: 'words' })

    const errors = entries().map(({ error }) => error)
    expect(errors[0]).toMatchObject({ stack: expect.stringContaining('pino-logger.test.ts') as string })
    expect(errors[1]).toMatchObject({ problems: ['one', 'two'] })
    expect(errors[2]).toEqual({ name: 'unknown', message: 'words' })
  })

  it('does not follow causes for ever', () => {
    const { logger, lines } = aLogger()
    const error = new Error('round')
    error.cause = error

    logger.error('a circle', { error })

    expect(lines.join().match(/"message":"round"/g)).toHaveLength(5)
  })
})

describe('NestLogger', () => {
  const nestLogger = (): { nest: NestLogger; entries: () => Record<string, unknown>[] } => {
    const { logger, entries }: { logger: Logger; entries: () => Record<string, unknown>[] } = aLogger()
    return { nest: new NestLogger(logger), entries }
  }

  it('takes what Nest says of its wiring for debugging, and the rest as it is', () => {
    const { nest, entries } = nestLogger()

    nest.log('AppModule dependencies initialized')
    nest.warn('careful')
    nest.error('it broke', 'at line 1', 'Router')
    nest.error(new Error('thrown'))

    expect(entries()).toMatchObject([
      { level: 'debug', msg: 'AppModule dependencies initialized' },
      { level: 'warn', msg: 'careful' },
      { level: 'error', msg: 'it broke', details: 'at line 1\nRouter' },
      { level: 'error', msg: 'thrown', error: { name: 'Error' } },
    ])
  })
})

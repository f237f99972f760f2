import { Controller, Get, Module, NotFoundException, Param } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HttpProblem, RepositoryError, StoreError } from '../errors.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { createHttpAdapter } from './create-http-adapter.ts'
import { createNestApp } from './create-nest-app.ts'
import { ProblemFilter } from './problem-filter.ts'

const THROWN: Record<string, unknown> = {
  problem: new HttpProblem(409, 'conflict', 'Somebody else was first.'),
  unavailable: new HttpProblem(503, 'nothing-served-yet', 'Nothing yet.'),
  store: new StoreError('The database cannot be used', 'Start it.'),
  repository: new RepositoryError('repository-unreachable', 'Git does not answer', 'See the network.'),
  bug: new TypeError('hunter2 is undefined'),
  words: 'hunter2',
  nest: new NotFoundException('hunter2'),
}

@Controller('throw/:what')
class ThrowingController {
  @Get()
  get(@Param('what') what: string): never {
    throw THROWN[what]
  }
}

const logger = new FakeLogger()

@Module({
  controllers: [ThrowingController],
  providers: [{ provide: APP_FILTER, useFactory: () => new ProblemFilter(logger) }],
})
class ThrowingModule {}

let app: NestFastifyApplication

beforeAll(async () => {
  app = await createNestApp({ module: ThrowingModule, adapter: createHttpAdapter(logger), logger })
})

afterAll(() => app.close())

const errors = () => logger.entries.filter(({ level }) => level === 'error')

describe('ProblemFilter', () => {
  it.each([
    ['problem', 409, 'conflict', 'Somebody else was first.'],
    ['unavailable', 503, 'nothing-served-yet', 'Nothing yet.'],
    ['store', 503, 'store-unavailable', 'The database cannot be used. Start it.'],
    ['repository', 503, 'repository-unreachable', 'Git does not answer. See the network.'],
    ['bug', 500, 'internal', expect.stringContaining('fault of the server')],
    ['words', 500, 'internal', expect.stringContaining('fault of the server')],
    ['nest', 404, 'route-not-found', expect.stringContaining('/openapi.json')],
  ])('answers %s with %i %s', async (what, status, code, detail) => {
    const response = await app.inject({ method: 'GET', url: `/throw/${what}` })

    expect(response.statusCode).toBe(status)
    expect(response.json()).toMatchObject({ status, code, detail: detail as string })
    expect(response.body).not.toContain('hunter2')
  })

  it('logs a fault with the id that the answer has, and the error', async () => {
    const response = await app.inject({ method: 'GET', url: '/throw/bug?token=secret' })

    expect(errors().at(-1)).toEqual({
      level: 'error',
      message: 'GET /throw/bug failed',
      fields: {
        requestId: response.json<{ instance: string }>().instance,
        status: 500,
        error: THROWN['bug'],
      },
    })
  })

  it('logs no error for what is only an answer', async () => {
    const before = errors().length

    for (const what of ['problem', 'unavailable', 'nest']) {
      await app.inject({ method: 'GET', url: `/throw/${what}` })
    }

    expect(errors()).toHaveLength(before)
  })

  it('asks to come back in a second when something is not available', async () => {
    const response = await app.inject({ method: 'GET', url: '/throw/store' })

    expect(response.headers['retry-after']).toBe('1')
  })
})

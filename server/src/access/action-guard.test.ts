import { Controller, Get, Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpAdapter } from '../http/create-http-adapter.ts'
import { createNestApp } from '../http/create-nest-app.ts'
import { ProblemFilter } from '../http/problem-filter.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { ActionGuard, Asker, Does } from './action-guard.ts'
import type { Principal } from './token-authenticator.ts'
import { TokenRegistry } from './token-registry.ts'
import { generateToken, hashToken } from './token.ts'

@Controller('v1')
@Does('sync.read')
class GuardedController {
  @Get('operators')
  operators(@Asker() asker: Principal): string {
    return asker.name
  }

  @Get('services')
  @Does('flag.evaluate')
  services(@Asker() asker: Principal): string {
    return asker.name
  }

  @Get('environments/:environment')
  @Does('environment.read')
  environment(): string {
    return 'seen'
  }

  @Get('everyone')
  @Does('health.read')
  everyone(@Asker() asker: Principal): string {
    return asker.name
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  get(): string {
    return 'seen'
  }
}

const principals: readonly Principal[] = [
  { name: 'shop', kind: 'sdk-server', environment: 'production' },
  { name: 'app', kind: 'sdk-client', environment: 'production' },
  { name: 'ada', kind: 'operator' },
  { name: 'root', kind: 'admin' },
]
const tokens = new Map(principals.map(({ name, kind }) => [name, generateToken(kind)]))
const registry = new TokenRegistry(
  principals.map((principal) => ({ principal, sha256: hashToken(tokens.get(principal.name)!) })),
)
const logger = new FakeLogger()

@Module({
  controllers: [GuardedController, ForgottenController],
  providers: [
    {
      provide: APP_GUARD,
      useFactory: (reflector: Reflector) => new ActionGuard(reflector, registry),
      inject: [Reflector],
    },
    { provide: APP_FILTER, useFactory: () => new ProblemFilter(logger) },
  ],
})
class GuardedModule {}

let app: NestFastifyApplication

beforeAll(async () => {
  app = await createNestApp({ module: GuardedModule, adapter: createHttpAdapter(logger), logger })
})

afterAll(() => app.close())

async function ask(url: string, name?: string): Promise<string> {
  const headers = name === undefined ? {} : { authorization: `Bearer ${tokens.get(name) ?? name}` }
  const response = await app.inject({ method: 'GET', url, headers })
  return response.statusCode === 200
    ? response.body
    : `${response.statusCode} ${response.json<{ code: string }>().code}`
}

const lastError = () => logger.entries.findLast(({ level }) => level === 'error')?.fields['error']

describe('ActionGuard', () => {
  it.each([
    ['/v1/operators', undefined, '401 token-missing'],
    ['/v1/operators', 'somebody', '401 token-unknown'],
    ['/v1/operators', 'shop', '403 token-kind'],
    ['/v1/operators', 'ada', 'ada'],
    ['/v1/operators', 'root', 'root'],
    ['/v1/services', 'ada', '403 token-kind'],
    ['/v1/services', 'shop', 'shop'],
    ['/v1/services', 'app', 'app'],
    ['/v1/services', 'root', '403 token-environment'],
    ['/v1/services?environment=staging', 'shop', '403 token-environment'],
    ['/v1/environments/production', 'shop', 'seen'],
    ['/v1/environments/staging', 'shop', '403 token-environment'],
    ['/v1/environments/staging', 'ada', 'seen'],
    ['/v1/environments/production', 'app', '403 token-kind'],
  ])('at %s, asked by %s: %s', async (url, name, answer) => {
    expect(await ask(url, name)).toBe(answer)
  })

  it('lets nobody ask for a route that names no action', async () => {
    for (const name of [undefined, 'ada', 'root']) expect(await ask('/forgotten', name)).toBe('500 internal')
    expect(lastError()).toEqual(new Error('ForgottenController.get names no action, so it answers nobody'))
  })

  it('knows nobody where everyone may ask', async () => {
    expect(await ask('/v1/everyone', 'root')).toBe('500 internal')
    expect(lastError()).toEqual(
      new Error('GuardedController.everyone is for everyone, so nobody is known there'),
    )
  })
})

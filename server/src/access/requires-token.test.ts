import { Controller, Get, Module, Req } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpAdapter } from '../http/create-http-adapter.ts'
import { createNestApp } from '../http/create-nest-app.ts'
import { ProblemFilter } from '../http/problem-filter.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { Public, RequiresToken, TokenGuard, principalOf } from './requires-token.ts'
import type { Principal } from './token-authenticator.ts'
import { TokenRegistry } from './token-registry.ts'
import { generateToken, hashToken } from './token.ts'

@Controller('v1')
@RequiresToken('operator')
class GuardedController {
  @Get('operators')
  operators(@Req() request: FastifyRequest): string {
    return principalOf(request).name
  }

  @Get('services')
  @RequiresToken('sdk-server', 'sdk-client')
  services(@Req() request: FastifyRequest): string {
    return principalOf(request).name
  }

  @Get('environments/:environment')
  @RequiresToken('sdk-server', 'operator')
  environment(): string {
    return 'seen'
  }

  @Get('everyone')
  @Public()
  everyone(@Req() request: FastifyRequest): string {
    return principalOf(request).name
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
      useFactory: (reflector: Reflector) => new TokenGuard(reflector, registry),
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

describe('RequiresToken', () => {
  it.each([
    ['/v1/operators', undefined, '401 token-missing'],
    ['/v1/operators', 'somebody', '401 token-unknown'],
    ['/v1/operators', 'shop', '403 token-kind'],
    ['/v1/operators', 'ada', 'ada'],
    ['/v1/operators', 'root', 'root'],
    ['/v1/services', 'ada', '403 token-kind'],
    ['/v1/services', 'shop', 'shop'],
    ['/v1/services', 'app', 'app'],
    ['/v1/services', 'root', 'root'],
    ['/v1/environments/production', 'shop', 'seen'],
    ['/v1/environments/staging', 'shop', '403 token-environment'],
    ['/v1/environments/staging', 'ada', 'seen'],
    ['/v1/environments/production', 'app', '403 token-kind'],
  ])('at %s, asked by %s: %s', async (url, name, answer) => {
    expect(await ask(url, name)).toBe(answer)
  })

  it('that was forgotten leaves a route to admins', async () => {
    expect(await ask('/forgotten')).toBe('401 token-missing')
    expect(await ask('/forgotten', 'ada')).toBe('403 token-kind')
    expect(await ask('/forgotten', 'root')).toBe('seen')
  })
})

describe('Public', () => {
  it('lets everyone in, so that nobody is known there', async () => {
    expect(await ask('/v1/everyone')).toBe('500 internal')
    expect(logger.entries.at(-2)?.fields['error']).toEqual(
      new Error('/v1/everyone is not behind RequiresToken'),
    )
  })
})

import 'reflect-metadata'
import { createHash } from 'node:crypto'
import type { NestApplicationOptions, Provider, Type } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, NestFactory, Reflector } from '@nestjs/core'
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify'
import { ActionGuard } from '../../access/action-guard.ts'
import type { Principal } from '../../access/token-authenticator.ts'
import { TokenRegistry } from '../../access/token-registry.ts'
import { createHttpAdapter } from '../../http/create-http-adapter.ts'
import { ProblemFilter } from '../../http/problem-filter.ts'
import { FakeLogger } from '../../telemetry/fake-logger.ts'

const PRINCIPALS: Readonly<Record<string, Principal>> = {
  'production-service': { name: 'shop', kind: 'sdk-server', environment: 'production' },
  'staging-service': { name: 'shop-staging', kind: 'sdk-server', environment: 'staging' },
  'development-service': { name: 'shop-development', kind: 'sdk-server', environment: 'development' },
  'production-browser': { name: 'web', kind: 'sdk-client', environment: 'production' },
  'an-operator': { name: 'ada', kind: 'operator' },
  'an-admin': { name: 'root', kind: 'admin' },
}

/** For tests: knows the tokens `production-service`, `staging-service`, `development-service`, `production-browser`, `an-operator` and `an-admin`. */
export const knownTokens = (): TokenRegistry =>
  new TokenRegistry(
    Object.entries(PRINCIPALS).map(([token, principal]) => ({
      principal,
      sha256: createHash('sha256').update(token).digest(),
    })),
  )

/** For tests: controllers behind the guard and the filter that production has. */
export async function anApp(
  controllers: readonly Type[],
  providers: readonly Provider[],
  prepare: (adapter: FastifyAdapter) => void = () => undefined,
): Promise<NestFastifyApplication> {
  const logger = new FakeLogger()
  const adapter = createHttpAdapter(logger)
  prepare(adapter)
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and takes a literal
  const options: NestApplicationOptions = { logger: false }
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: class {},
      controllers: [...controllers],
      providers: [
        ...providers,
        {
          provide: APP_GUARD,
          useFactory: (reflector: Reflector) => new ActionGuard(reflector, knownTokens()),
          inject: [Reflector],
        },
        { provide: APP_FILTER, useValue: new ProblemFilter(logger) },
      ],
    },
    adapter,
    options,
  )
  await app.init()
  await app.getHttpAdapter().getInstance().ready()
  return app
}

export const bearer = (token: string): { readonly authorization: string } => ({
  authorization: `Bearer ${token}`,
})

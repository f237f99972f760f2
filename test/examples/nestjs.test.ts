/* eslint-disable @typescript-eslint/no-extraneous-class -- Nest's modules are classes, whatever is in them */
import type { Client, ClientOptions, EvaluationContext, FlagReader } from '@evenkeel/sdk'
import { createClient } from '@evenkeel/sdk'
import { inMemorySource } from '@evenkeel/sdk/testing'
import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import type {
  CanActivate,
  DynamicModule,
  ExecutionContext,
  FactoryProvider,
  ModuleMetadata,
  OnApplicationShutdown,
} from '@nestjs/common'
import {
  Controller,
  createParamDecorator,
  Get,
  Inject,
  Injectable,
  Module,
  NotFoundException,
} from '@nestjs/common'
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface ShopRequest {
  readonly headers: Readonly<Record<string, string | undefined>>
  flags: FlagReader
}

/** What flags may know of a request. */
const contextOf = ({ headers }: ShopRequest): EvaluationContext => ({
  ...(headers['x-user-id'] !== undefined && { targetingKey: headers['x-user-id'] }),
  plan: headers['x-plan'],
})

/** The client: `@Inject(FLAGS) private readonly flags: Client`. */
export const FLAGS = Symbol('FLAGS')

/** `@Flags() flags: FlagReader`: a view that knows the request. */
export const Flags = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<ShopRequest>().flags,
)

/** `@RequireFlag('express-checkout')`: for whom the flag is off, the route is not there. */
export const RequireFlag = Reflector.createDecorator<string>()

@Injectable()
export class FlagsGuard implements CanActivate {
  constructor(
    @Inject(FLAGS) private readonly client: Client,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ShopRequest>()
    request.flags = this.client.with(contextOf(request))
    const required = this.reflector.get(RequireFlag, context.getHandler()) as string | undefined
    if (required !== undefined && !request.flags.getBoolean(required, false)) throw new NotFoundException()
    return true
  }
}

const OPTIONS = Symbol('OPTIONS')

type FlagsModuleOptions = Pick<ModuleMetadata, 'imports'> &
  Pick<FactoryProvider<ClientOptions>, 'inject' | 'useFactory'>

@Module({})
export class FlagsModule implements OnApplicationShutdown {
  static forRootAsync({ imports = [], inject = [], useFactory }: FlagsModuleOptions): DynamicModule {
    return {
      module: FlagsModule,
      global: true,
      imports,
      providers: [
        { provide: OPTIONS, inject, useFactory },
        { provide: FLAGS, inject: [OPTIONS], useFactory: connect },
        { provide: APP_GUARD, useClass: FlagsGuard },
      ],
      exports: [FLAGS],
    }
  }

  constructor(@Inject(FLAGS) private readonly client: Client) {}

  onApplicationShutdown(): Promise<void> {
    return this.client.close()
  }
}

async function connect(options: ClientOptions): Promise<Client> {
  const client = createClient(options)
  await client.ready({ timeoutMs: 10_000 })
  return client
}

@Controller('checkout')
export class CheckoutController {
  @Get()
  show(@Flags() flags: FlagReader) {
    return { layout: flags.getBoolean('checkout-redesign', false) ? 'one page' : 'classic' }
  }

  @Get('express')
  @RequireFlag('express-checkout')
  express() {
    return { layout: 'express' }
  }
}

let closed = 0
const forPro = aFlag({ rules: [aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })] })
const shop = aSnapshot({ flags: { 'checkout-redesign': forPro, 'express-checkout': forPro } })

interface ShopConfig {
  readonly evenkeel: ClientOptions
}
const SHOP_CONFIG = Symbol('SHOP_CONFIG')
const shopConfig: ShopConfig = {
  evenkeel: { source: inMemorySource(shop), hooks: [{ close: () => void (closed += 1) }] },
}

@Module({ providers: [{ provide: SHOP_CONFIG, useValue: shopConfig }], exports: [SHOP_CONFIG] })
class ConfigModule {}

@Module({
  imports: [
    FlagsModule.forRootAsync({
      imports: [ConfigModule],
      inject: [SHOP_CONFIG],
      useFactory: ({ evenkeel }: ShopConfig) => evenkeel,
    }),
  ],
  controllers: [CheckoutController],
})
export class AppModule {}

describe('a NestJS application', () => {
  let app: NestFastifyApplication

  beforeEach(async () => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and takes a literal
    app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false })
    await app.init()
  })

  afterEach(() => app.close())

  const get = async (url: string, plan: string) => {
    const answer = await app.inject({ url, headers: { 'x-user-id': 'u-1', 'x-plan': plan } })
    return { status: answer.statusCode, body: answer.json<unknown>() }
  }

  it('answers every request with flags that know it', async () => {
    expect(await get('/checkout', 'pro')).toEqual({ status: 200, body: { layout: 'one page' } })
    expect(await get('/checkout', 'free')).toEqual({ status: 200, body: { layout: 'classic' } })
  })

  it('hides a route from whom its flag is off for', async () => {
    expect(await get('/checkout/express', 'pro')).toEqual({ status: 200, body: { layout: 'express' } })
    expect(await get('/checkout/express', 'free')).toMatchObject({ status: 404 })
  })

  it('closes the client when it shuts down', async () => {
    closed = 0
    await app.close()
    expect(closed).toBe(1)
  })
})

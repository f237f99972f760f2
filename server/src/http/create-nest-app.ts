import 'reflect-metadata'
import type { DynamicModule, NestApplicationOptions, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Logger } from '../telemetry/logger.ts'
import { NestLogger } from '../telemetry/nest-logger.ts'

export interface NestAppParts {
  readonly module: DynamicModule | Type
  readonly adapter: FastifyAdapter
  readonly logger: Logger
}

/** A Nest application that is ready to answer, but does not listen. What its modules throw is thrown. */
export async function createNestApp({
  module,
  adapter,
  logger,
}: NestAppParts): Promise<NestFastifyApplication> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and takes a literal
  const options: NestApplicationOptions = {
    rawBody: true,
    abortOnError: false,
    logger: new NestLogger(logger),
  }
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options)
  try {
    await app.init()
    await app.getHttpAdapter().getInstance().ready()
    return app
  } catch (error) {
    await app.close()
    throw error
  }
}

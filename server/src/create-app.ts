import 'reflect-metadata'
import type { NestApplicationOptions } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.ts'
import type { ServerSurroundings } from './config/config.module.ts'
import { createHttpAdapter } from './http/create-http-adapter.ts'
import { NestLogger } from './telemetry/nest-logger.ts'

/** The whole server, wired and ready to answer, but not listening. */
export async function createApp(
  surroundings: ServerSurroundings,
  adapter: FastifyAdapter = createHttpAdapter(surroundings.logger),
): Promise<NestFastifyApplication> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and takes a literal
  const options: NestApplicationOptions = {
    rawBody: true,
    abortOnError: false,
    logger: new NestLogger(surroundings.logger),
  }
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(surroundings), adapter, options)
  try {
    await app.init()
    await app.getHttpAdapter().getInstance().ready()
    return app
  } catch (error) {
    await app.close()
    throw error
  }
}

import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.ts'
import type { ServerSurroundings } from './config/config.module.ts'
import { addOfrepHooks } from './evaluation/ofrep-hooks.ts'
import { createHttpAdapter } from './http/create-http-adapter.ts'
import { createNestApp } from './http/create-nest-app.ts'

/** The whole server, wired and ready to answer, but not listening. */
export function createApp(
  surroundings: ServerSurroundings,
  adapter: FastifyAdapter = createHttpAdapter(surroundings.logger),
): Promise<NestFastifyApplication> {
  addOfrepHooks(adapter, surroundings.config.corsOrigins ?? [])
  return createNestApp({ module: AppModule.with(surroundings), adapter, logger: surroundings.logger })
}

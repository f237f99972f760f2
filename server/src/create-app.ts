import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.ts'
import type { ServerSurroundings } from './config/config.module.ts'
import type { Control } from './control/control.ts'
import { addOfrepHooks } from './evaluation/ofrep-hooks.ts'
import { createHttpAdapter } from './http/create-http-adapter.ts'
import { createNestApp } from './http/create-nest-app.ts'

export interface AppParts extends ServerSurroundings {
  /** Closed with the app. */
  readonly control: Control
}

/** The whole server, wired and ready to answer, but not listening. */
export function createApp(
  parts: AppParts,
  adapter: FastifyAdapter = createHttpAdapter(parts.logger),
): Promise<NestFastifyApplication> {
  addOfrepHooks(adapter, parts.config.corsOrigins ?? [])
  return createNestApp({ module: AppModule.with(parts, parts.control), adapter, logger: parts.logger })
}

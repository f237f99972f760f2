import type { Clock } from '@evenkeel/core/clock'
import type { DynamicModule } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import type { ServerConfig } from './server-config.ts'
import { SERVER_CONFIG } from './server-config.ts'

/** What the process is handed from outside: its configuration, time, and where it logs. */
export interface ServerSurroundings {
  readonly config: ServerConfig
  readonly clock: Clock
  readonly logger: Logger
}

export class ConfigModule {
  static with({ config, clock, logger }: ServerSurroundings): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: SERVER_CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: LOGGER, useValue: logger },
      ],
      exports: [SERVER_CONFIG, CLOCK, LOGGER],
    }
  }
}

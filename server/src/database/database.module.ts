import { join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import type { OnApplicationShutdown } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import type { DatabaseLocation } from './database-location.ts'
import type { DatabaseMetrics } from './database-metrics.ts'
import { DATABASE_METRICS } from './database-metrics.ts'
import { Database } from './database.ts'

@Global()
@Module({
  providers: [
    {
      provide: Database,
      useFactory: (config: ServerConfig, clock: Clock, logger: Logger, metrics: DatabaseMetrics) =>
        new Database({ location: locationOf(config), clock, logger, metrics }),
      inject: [SERVER_CONFIG, CLOCK, LOGGER, DATABASE_METRICS],
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  private readonly database: Database

  constructor(@Inject(Database) database: Database) {
    this.database = database
  }

  /** Last of all, when nothing is asked any more. */
  onApplicationShutdown(): Promise<void> {
    return this.database.close()
  }
}

const locationOf = ({ databaseUrl, dataDir }: ServerConfig): DatabaseLocation =>
  databaseUrl === undefined
    ? { kind: 'embedded', dataDir: join(dataDir, 'database') }
    : { kind: 'server', url: databaseUrl }

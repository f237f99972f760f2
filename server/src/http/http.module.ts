import { Module } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import { OpenApiController } from './open-api/open-api.controller.ts'
import { ProblemFilter } from './problem-filter.ts'

@Module({
  controllers: [OpenApiController],
  providers: [
    { provide: APP_FILTER, useFactory: (logger: Logger) => new ProblemFilter(logger), inject: [LOGGER] },
  ],
})
export class HttpModule {}

import type { Clock } from '@evenkeel/core/clock'
import { Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import type { OfrepMetrics } from './ofrep-metrics.ts'
import { OFREP_METRICS } from './ofrep-metrics.ts'
import { OfrepService } from './ofrep-service.ts'
import { OfrepController } from './ofrep.controller.ts'

@Module({
  controllers: [OfrepController],
  providers: [
    {
      provide: OfrepService,
      useFactory: (clock: Clock, metrics: OfrepMetrics) => new OfrepService(clock, metrics),
      inject: [CLOCK, OFREP_METRICS],
    },
  ],
})
export class EvaluationModule {}

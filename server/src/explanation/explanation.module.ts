import type { Clock } from '@evenkeel/core/clock'
import { Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import { ExplanationService } from './explanation-service.ts'
import { ExplanationController } from './explanation.controller.ts'

@Module({
  controllers: [ExplanationController],
  providers: [
    {
      provide: ExplanationService,
      useFactory: (clock: Clock) => new ExplanationService(clock),
      inject: [CLOCK],
    },
  ],
})
export class ExplanationModule {}

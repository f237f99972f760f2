import type { Clock } from '@evenkeel/core/clock'
import type { OnApplicationShutdown } from '@nestjs/common'
import { Global, Inject, Module } from '@nestjs/common'
import { CLOCK } from '../clock.ts'
import { openPreparer } from './open-preparer.ts'
import type { Preparers } from './preparers.ts'
import { PREPARERS } from './preparers.ts'

@Global()
@Module({
  providers: [
    {
      provide: PREPARERS,
      useFactory: (clock: Clock): Preparers => ({
        operators: openPreparer(clock),
        others: openPreparer(clock),
      }),
      inject: [CLOCK],
    },
  ],
  exports: [PREPARERS],
})
export class PreparationModule implements OnApplicationShutdown {
  private readonly preparers: Preparers

  constructor(@Inject(PREPARERS) preparers: Preparers) {
    this.preparers = preparers
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.preparers.operators.close(), this.preparers.others.close()])
  }
}

import type { FlagExplanation } from '@evenkeel/core/explain'
import type { JsonValue } from '@evenkeel/core/json'
import { Body, Controller, Header, HttpCode, Inject, Param, Post } from '@nestjs/common'
import { Asker, Does } from '../access/action-guard.ts'
import type { Principal } from '../access/token-authenticator.ts'
import { requireServed } from '../snapshots/require-served.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { ExplanationService } from './explanation-service.ts'

/** Every rule of a flag for a context: for who may see the rules. */
@Controller('v1/environments/:environment/explain')
@Does('flag.explain')
export class ExplanationController {
  private readonly served: ServedSnapshots
  private readonly explanations: ExplanationService

  constructor(
    @Inject(SnapshotService) served: ServedSnapshots,
    @Inject(ExplanationService) explanations: ExplanationService,
  ) {
    this.served = served
    this.explanations = explanations
  }

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  explain(
    @Param('environment') environment: string,
    @Asker() asker: Principal,
    @Body() body: JsonValue | undefined,
  ): FlagExplanation {
    const served = requireServed(this.served, environment, asker)
    return this.explanations.explain(served, body)
  }
}

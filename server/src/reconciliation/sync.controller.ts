import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common'
import { RequiresToken } from '../access/requires-token.ts'
import { ReconciliationLoop } from './reconciliation-loop.ts'
import { SyncService } from './sync-service.ts'
import type { SyncStatus } from './sync-status.ts'

/** What operators ask about, and of, the sync with Git. */
@Controller('v1/sync')
@RequiresToken('operator')
export class SyncController {
  private readonly service: SyncService
  private readonly loop: ReconciliationLoop

  constructor(
    @Inject(SyncService) service: SyncService,
    @Inject(ReconciliationLoop) loop: ReconciliationLoop,
  ) {
    this.service = service
    this.loop = loop
  }

  @Get()
  status(): SyncStatus {
    return this.service.status()
  }

  /** Looks at the newest commit again, also one that was refused before. */
  @Post('retry')
  @HttpCode(202)
  retry(): { readonly message: string } {
    this.loop.requestSync('retry')
    return { message: 'A sync was asked for; GET /v1/sync says what became of it.' }
  }
}

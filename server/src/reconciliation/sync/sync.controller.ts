import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common'
import { Does } from '../../access/action-guard.ts'
import { Acceptance } from '../holds/acceptance.ts'
import type { CommitProgress } from './commit-watch.ts'
import { CommitWatch } from './commit-watch.ts'
import { parseAcceptRequest, parseProgressRequest } from './parse-sync-request.ts'
import { ReconciliationLoop } from '../reconciliation-loop.ts'
import { SyncService } from './sync-service.ts'
import type { SyncStatus } from './sync-status.ts'

interface Asked {
  readonly message: string
}

/** What operators ask about, and of, the sync with Git. */
@Controller('v1/sync')
export class SyncController {
  private readonly service: SyncService
  private readonly loop: ReconciliationLoop
  private readonly acceptance: Acceptance
  private readonly commits: CommitWatch

  constructor(
    @Inject(SyncService) service: SyncService,
    @Inject(ReconciliationLoop) loop: ReconciliationLoop,
    @Inject(Acceptance) acceptance: Acceptance,
    @Inject(CommitWatch) commits: CommitWatch,
  ) {
    this.service = service
    this.loop = loop
    this.acceptance = acceptance
    this.commits = commits
  }

  /** `?commit=<full object id>` says how far that commit has come; `&waitSeconds=30` waits until that is decided. */
  @Get()
  @Does('sync.read')
  status(
    @Query('commit') commit?: string,
    @Query('waitSeconds') waitSeconds?: string,
  ): SyncStatus | Promise<CommitProgress> {
    const asked = parseProgressRequest(commit, waitSeconds)
    return asked ? this.commits.await(asked.commit, asked.waitMs) : this.service.status()
  }

  /** Looks at the newest commit again, also one that was refused before. */
  @Post('retry')
  @Does('sync.retry')
  @HttpCode(202)
  retry(): Asked {
    this.loop.requestSync('retry')
    return { message: 'A sync was asked for; GET /v1/sync says what became of it.' }
  }

  /** Lets a held commit through. */
  @Post('accept')
  @Does('sync.accept')
  @HttpCode(202)
  async accept(@Body() body: unknown): Promise<Asked> {
    const request = parseAcceptRequest(body)
    await this.acceptance.accept(this.service.status(), request)
    this.loop.requestSync('accept')
    return {
      message: `Accepted; GET /v1/sync?commit=${request.commit}&waitSeconds=30 says when it is served.`,
    }
  }
}

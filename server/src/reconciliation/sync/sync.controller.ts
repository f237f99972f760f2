import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common'
import { By, Does } from '../../access/action-guard.ts'
import type { Actor } from '../../access/token-authenticator.ts'
import type { CommitProgress } from './commit-watch.ts'
import { CommitWatch } from './commit-watch.ts'
import { parseAcceptRequest, parseProgressRequest } from './parse-sync-request.ts'
import { SyncCommands } from './sync-commands.ts'
import { SyncService } from './sync-service.ts'
import type { SyncStatus } from './sync-status.ts'

interface Asked {
  readonly message: string
}

/** What operators ask about, and of, the sync with Git. */
@Controller('v1/sync')
export class SyncController {
  private readonly service: SyncService
  private readonly commits: CommitWatch
  private readonly commands: SyncCommands

  constructor(
    @Inject(SyncService) service: SyncService,
    @Inject(CommitWatch) commits: CommitWatch,
    @Inject(SyncCommands) commands: SyncCommands,
  ) {
    this.service = service
    this.commits = commits
    this.commands = commands
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
  retry(@By() actor: Actor): Asked {
    this.commands.request('retry', actor)
    return { message: 'A sync was asked for; GET /v1/sync says what became of it.' }
  }

  /** Lets a held commit through. */
  @Post('accept')
  @Does('sync.accept')
  @HttpCode(202)
  async accept(@Body() body: unknown, @By() actor: Actor): Promise<Asked> {
    const request = parseAcceptRequest(body)
    await this.commands.accept(request, actor)
    return {
      message: `Accepted; GET /v1/sync?commit=${request.commit}&waitSeconds=30 says when it is served.`,
    }
  }
}

import type { Clock } from '@evenkeel/core/clock'
import type { RawBodyRequest } from '@nestjs/common'
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Does } from '../../access/action-guard.ts'
import { CLOCK } from '../../clock.ts'
import type { ServerConfig } from '../../config/server-config.ts'
import { SERVER_CONFIG } from '../../config/server-config.ts'
import { HttpProblem } from '../../errors.ts'
import { SyncCommands } from '../sync/sync-commands.ts'
import { isAuthenticWebhook } from './webhook-signature.ts'

/**
 * Lets a Git host say that something was pushed. It is a hint and no more: whatever it says, the sync asks Git itself.
 * So a delivery that is lost, or larger than the server's body limit, costs one poll interval.
 */
@Controller('v1/webhooks/git')
@Does('webhook.receive')
export class WebhookController {
  private readonly config: ServerConfig
  private readonly commands: SyncCommands
  private readonly clock: Clock

  constructor(
    @Inject(SERVER_CONFIG) config: ServerConfig,
    @Inject(SyncCommands) commands: SyncCommands,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.config = config
    this.commands = commands
    this.clock = clock
  }

  @Post()
  @HttpCode(202)
  receive(@Req() request: RawBodyRequest<FastifyRequest>): { readonly message: string } {
    const { webhookSecret } = this.config
    if (webhookSecret === undefined) {
      throw new HttpProblem(
        404,
        'webhook-not-configured',
        'This server takes no webhooks: set EVENKEEL_WEBHOOK_SECRET here, and the same secret at the Git host. Until then it polls.',
      )
    }
    const delivery = { headers: request.headers, body: request.rawBody ?? new Uint8Array() }
    if (!isAuthenticWebhook(delivery, webhookSecret, this.clock.now())) {
      throw new HttpProblem(
        401,
        'webhook-signature',
        'The delivery is not signed with EVENKEEL_WEBHOOK_SECRET: set the same secret at the Git host.',
      )
    }
    this.commands.request('webhook', { principal: 'webhook', requestId: request.id })
    return { message: 'A sync was asked for.' }
  }
}

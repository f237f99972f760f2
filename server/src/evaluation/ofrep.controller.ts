import type { JsonValue } from '@evenkeel/core/json'
import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RequiresToken, principalOf } from '../access/requires-token.ts'
import { HttpProblem } from '../errors.ts'
import { requireServed } from '../snapshots/require-served.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import type { OfrepAnswer } from './ofrep-answer.ts'
import type { OfrepQuestion } from './ofrep-service.ts'
import { OfrepService } from './ofrep-service.ts'

type OfrepHttpRequest = FastifyRequest<{ Body: JsonValue | undefined }>

/** Evaluates for whoever cannot hold a snapshot: values only, in the environment the token is made for. */
@Controller('ofrep/v1/evaluate/flags')
@RequiresToken('sdk-server', 'sdk-client')
export class OfrepController {
  private readonly served: ServedSnapshots
  private readonly ofrep: OfrepService

  constructor(@Inject(SnapshotService) served: ServedSnapshots, @Inject(OfrepService) ofrep: OfrepService) {
    this.served = served
    this.ofrep = ofrep
  }

  @Post(':key')
  evaluateFlag(
    @Param('key') key: string,
    @Req() request: OfrepHttpRequest,
    @Res() reply: FastifyReply,
  ): FastifyReply {
    return send(reply, this.ofrep.evaluateFlag(this.requireQuestion(request), key))
  }

  @Post()
  evaluateFlags(@Req() request: OfrepHttpRequest, @Res() reply: FastifyReply): FastifyReply {
    const question = this.requireQuestion(request)
    return send(reply, this.ofrep.evaluateFlags(question, request.headers['if-none-match']))
  }

  private requireQuestion(request: OfrepHttpRequest): OfrepQuestion {
    const principal = principalOf(request)
    if (principal.environment === undefined) {
      throw new HttpProblem(
        403,
        'token-environment',
        `The token "${principal.name}" is for no one environment; evaluate with an SDK's token, which is.`,
      )
    }
    const served = requireServed(this.served, principal.environment, principal)
    return { served, body: request.body, asker: principal.kind === 'sdk-client' ? 'page' : 'service' }
  }
}

function send(reply: FastifyReply, { status, etag, body }: OfrepAnswer): FastifyReply {
  if (etag !== undefined) void reply.header('etag', etag)
  return reply.status(status).send(body)
}

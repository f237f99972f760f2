import type { JsonValue } from '@evenkeel/core/json'
import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Asker, Does } from '../access/action-guard.ts'
import { authorize } from '../access/authorize.ts'
import type { Principal } from '../access/token-authenticator.ts'
import { requireServed } from '../snapshots/require-served.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import type { OfrepAnswer } from './ofrep-answer.ts'
import type { OfrepQuestion } from './ofrep-service.ts'
import { OfrepService } from './ofrep-service.ts'

type OfrepHttpRequest = FastifyRequest<{ Body: JsonValue | undefined }>

/** Evaluates for whoever cannot hold a snapshot: values only, in the environment the token is made for. */
@Controller('ofrep/v1/evaluate/flags')
@Does('flag.evaluate')
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
    @Asker() asker: Principal,
    @Req() request: OfrepHttpRequest,
    @Res() reply: FastifyReply,
  ): FastifyReply {
    return send(reply, this.ofrep.evaluateFlag(this.requireQuestion(asker, request), key))
  }

  @Post()
  evaluateFlags(
    @Asker() asker: Principal,
    @Req() request: OfrepHttpRequest,
    @Res() reply: FastifyReply,
  ): FastifyReply {
    const question = this.requireQuestion(asker, request)
    return send(reply, this.ofrep.evaluateFlags(question, request.headers['if-none-match']))
  }

  /** Whoever may read a flag may also be told by which of its rules a value was given. */
  private requireQuestion(asker: Principal, { body }: OfrepHttpRequest): OfrepQuestion {
    const { environment } = asker
    if (environment === undefined) throw new Error('Evaluation is granted in an own environment only')
    const served = requireServed(this.served, environment, asker)
    const { allowed } = authorize(asker, 'flag.read', { environment })
    return { served, body, asker: allowed ? 'service' : 'page' }
  }
}

function send(reply: FastifyReply, { status, etag, body }: OfrepAnswer): FastifyReply {
  if (etag !== undefined) void reply.header('etag', etag)
  return reply.status(status).send(body)
}

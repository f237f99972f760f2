import { CLIENT_HEADER, FRAME_MEDIA_TYPE } from '@evenkeel/core/protocol'
import { readFrameHeader } from '@evenkeel/core/snapshot'
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Asker, Does } from '../../access/action-guard.ts'
import type { Principal } from '../../access/token-authenticator.ts'
import { Fleet } from '../../fleet/fleet.ts'
import { matchesEtag } from '../../http/etag.ts'
import { requireFrame, requireServed } from '../require-served.ts'
import type { ServedSnapshot } from '../served-snapshot.ts'
import type { SnapshotMetrics } from '../snapshot-metrics.ts'
import { SNAPSHOT_METRICS } from '../snapshot-metrics.ts'
import type { ServedSnapshots } from '../snapshot-service.ts'
import { SnapshotService } from '../snapshot-service.ts'
import type { ReadableForms } from './readable-forms.ts'
import { READABLE_FORMS } from './readable-forms.ts'
import { frameEtag, jsonEtag, revisionHeaders } from './revision-headers.ts'

/** Polling: the same bytes as on the stream, or the form for people. */
@Controller('v1/environments/:environment/snapshot')
@Does('snapshot.read')
export class SnapshotController {
  private readonly served: ServedSnapshots
  private readonly metrics: SnapshotMetrics
  private readonly readable: ReadableForms
  private readonly fleet: Fleet

  constructor(
    @Inject(SnapshotService) served: ServedSnapshots,
    @Inject(SNAPSHOT_METRICS) metrics: SnapshotMetrics,
    @Inject(READABLE_FORMS) readable: ReadableForms,
    @Inject(Fleet) fleet: Fleet,
  ) {
    this.served = served
    this.metrics = metrics
    this.readable = readable
    this.fleet = fleet
  }

  @Get()
  get(
    @Param('environment') environment: string,
    @Asker() asker: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): FastifyReply | Promise<FastifyReply> {
    const served = requireServed(this.served, environment, asker)
    this.fleet.polled(environment, request.headers[CLIENT_HEADER])
    reply.headers({ ...revisionHeaders(served.stored), vary: 'accept' })
    return asksForJson(request.headers.accept)
      ? this.sendJson(served, request, reply)
      : this.sendFrame(environment, reply)
  }

  /** Always whole, whatever If-None-Match says: a server sized for 304s falls over on the day everything changes. */
  private sendFrame(environment: string, reply: FastifyReply): FastifyReply {
    const frame = requireFrame(this.served, environment)
    this.metrics.snapshotRequested(environment, 'frame')
    return reply
      .headers({ etag: frameEtag(readFrameHeader(frame)), 'cache-control': 'no-store' })
      .type(FRAME_MEDIA_TYPE)
      .send(frame)
  }

  private async sendJson(
    served: ServedSnapshot,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { stored } = served
    const etag = jsonEtag(stored)
    this.metrics.snapshotRequested(stored.environment, 'json')
    reply.headers({ etag, 'cache-control': 'private, no-cache' })
    if (matchesEtag(request.headers['if-none-match'], etag)) return reply.status(304).send()
    const json = await this.readable.write(served, 'snapshot')
    return reply.type('application/json; charset=utf-8').send(json)
  }
}

function asksForJson(accept = ''): boolean {
  const types = accept.split(',').map((range) => range.split(';', 1)[0]?.trim().toLowerCase())
  return types.includes('application/json') && !types.includes(FRAME_MEDIA_TYPE)
}

import { STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { Controller, Get } from '@nestjs/common'
import { Does } from '../access/action-guard.ts'
import { HttpProblem } from '../errors.ts'

/** Answers those who ask for a stream without asking to upgrade; see StreamUpgrade for those who do. */
@Controller('v1/environments/:environment/stream')
export class StreamController {
  @Get()
  @Does('snapshot.read')
  explain(): never {
    throw new HttpProblem(
      426,
      'upgrade-required',
      `This is a WebSocket: connect with the subprotocol ${STREAM_SUBPROTOCOL}, or poll .../snapshot over HTTP.`,
    )
  }
}

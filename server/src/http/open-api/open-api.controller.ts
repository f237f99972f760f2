import type { JsonObject } from '@evenkeel/core/json'
import { Controller, Get } from '@nestjs/common'
import { Public } from '../../access/requires-token.ts'
import { OPEN_API } from './open-api.ts'

@Controller('openapi.json')
export class OpenApiController {
  @Get()
  @Public()
  get(): JsonObject {
    return OPEN_API
  }
}

import type { JsonObject } from '@evenkeel/core/json'
import { Controller, Get } from '@nestjs/common'
import { Does } from '../../access/action-guard.ts'
import { OPEN_API } from './open-api.ts'

@Controller('openapi.json')
export class OpenApiController {
  @Get()
  @Does('api.read')
  get(): JsonObject {
    return OPEN_API
  }
}

import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { Controller, Get, Header, Inject, Param, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { RequiresToken, principalOf } from '../../access/requires-token.ts'
import { HttpProblem } from '../../errors.ts'
import { requireServed } from '../require-served.ts'
import type { ServedSnapshots } from '../snapshot-service.ts'
import { SnapshotService } from '../snapshot-service.ts'
import { revisionOf } from './revision-headers.ts'

type DocumentKind = 'flag' | 'config'

interface Documents {
  readonly revision: string
  readonly byName: JsonObject
}

/** The flags and configs of an environment as they are served, in the form for people. */
@Controller('v1/environments/:environment')
@RequiresToken('sdk-server', 'operator')
export class DocumentsController {
  private readonly served: ServedSnapshots

  constructor(@Inject(SnapshotService) served: ServedSnapshots) {
    this.served = served
  }

  @Get('flags')
  @Header('cache-control', 'no-store')
  listFlags(@Param('environment') environment: string, @Req() request: FastifyRequest): JsonObject {
    const { revision, byName } = this.documents('flag', environment, request)
    return { revision, flags: byName }
  }

  @Get('flags/:key')
  @Header('cache-control', 'no-store')
  getFlag(
    @Param('environment') environment: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
  ): JsonObject {
    const { revision, byName } = this.documents('flag', environment, request)
    return { revision, key, flag: requireDocument('flag', byName, key) }
  }

  @Get('configs')
  @Header('cache-control', 'no-store')
  listConfigs(@Param('environment') environment: string, @Req() request: FastifyRequest): JsonObject {
    const { revision, byName } = this.documents('config', environment, request)
    return { revision, configs: byName }
  }

  @Get('configs/:name')
  @Header('cache-control', 'no-store')
  getConfig(
    @Param('environment') environment: string,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
  ): JsonObject {
    const { revision, byName } = this.documents('config', environment, request)
    return { revision, name, value: requireDocument('config', byName, name) }
  }

  private documents(kind: DocumentKind, environment: string, request: FastifyRequest): Documents {
    const { stored, readable } = requireServed(this.served, environment, principalOf(request))
    return { revision: revisionOf(stored), byName: (readable[`${kind}s`] ?? {}) as JsonObject }
  }
}

function requireDocument(kind: DocumentKind, byName: JsonObject, name: string): JsonValue {
  const found = Object.hasOwn(byName, name) ? byName[name] : undefined
  if (found !== undefined) return found
  throw new HttpProblem(
    404,
    `${kind}-not-found`,
    `No ${kind} "${name}" is served here; the path without it lists those that are.`,
  )
}

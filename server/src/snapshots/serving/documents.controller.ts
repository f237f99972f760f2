import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { formatRevision } from '@evenkeel/core/revision'
import { readableFlag } from '@evenkeel/core/snapshot'
import { Controller, Get, Header, Inject, Param } from '@nestjs/common'
import { Asker, Does } from '../../access/action-guard.ts'
import type { Principal } from '../../access/token-authenticator.ts'
import { HttpProblem } from '../../errors.ts'
import { requireServed } from '../require-served.ts'
import type { ServedSnapshot } from '../served-snapshot.ts'
import type { ServedSnapshots } from '../snapshot-service.ts'
import { SnapshotService } from '../snapshot-service.ts'
import type { ReadableForms } from './readable-forms.ts'
import { READABLE_FORMS } from './readable-forms.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** The flags and configs of an environment as they are served, in the form for people. */
@Controller('v1/environments/:environment')
export class DocumentsController {
  private readonly served: ServedSnapshots
  private readonly readable: ReadableForms

  constructor(
    @Inject(SnapshotService) served: ServedSnapshots,
    @Inject(READABLE_FORMS) readable: ReadableForms,
  ) {
    this.served = served
    this.readable = readable
  }

  @Get('flags')
  @Does('flag.read')
  @Header('cache-control', 'no-store')
  @Header('content-type', JSON_TYPE)
  listFlags(@Param('environment') environment: string, @Asker() asker: Principal): Promise<Uint8Array> {
    return this.list('flags', this.find(environment, asker))
  }

  @Get('flags/:key')
  @Does('flag.read')
  @Header('cache-control', 'no-store')
  getFlag(
    @Param('environment') environment: string,
    @Param('key') key: string,
    @Asker() asker: Principal,
  ): JsonObject {
    const { stored, snapshot } = this.find(environment, asker)
    const flag = requireDocument('flag', snapshot.flags.get(key), key)
    return { revision: formatRevision(stored), key, flag: readableFlag(flag) }
  }

  @Get('configs')
  @Does('config.read')
  @Header('cache-control', 'no-store')
  @Header('content-type', JSON_TYPE)
  listConfigs(@Param('environment') environment: string, @Asker() asker: Principal): Promise<Uint8Array> {
    return this.list('configs', this.find(environment, asker))
  }

  @Get('configs/:name')
  @Does('config.read')
  @Header('cache-control', 'no-store')
  getConfig(
    @Param('environment') environment: string,
    @Param('name') name: string,
    @Asker() asker: Principal,
  ): JsonObject {
    const { stored, snapshot } = this.find(environment, asker)
    const value: JsonValue = requireDocument('config', snapshot.configs.get(name), name)
    return { revision: formatRevision(stored), name, value }
  }

  private find(environment: string, asker: Principal): ServedSnapshot {
    return requireServed(this.served, environment, asker)
  }

  private async list(part: 'flags' | 'configs', served: ServedSnapshot): Promise<Uint8Array> {
    const head = `{"revision":${JSON.stringify(formatRevision(served.stored))},"${part}":`
    return Buffer.concat([Buffer.from(head), await this.readable.write(served, part), Buffer.from('}')])
  }
}

function requireDocument<V>(kind: 'flag' | 'config', found: V | undefined, name: string): V {
  if (found !== undefined) return found
  throw new HttpProblem(
    404,
    `${kind}-not-found`,
    `No ${kind} "${name}" is served here; the path without it lists those that are.`,
  )
}

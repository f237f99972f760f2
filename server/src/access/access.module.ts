import type { Clock } from '@evenkeel/core/clock'
import { Global, Inject, Module } from '@nestjs/common'
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import { APP_GUARD, Reflector } from '@nestjs/core'
import { CLOCK } from '../clock.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { SERVER_CONFIG } from '../config/server-config.ts'
import type { Logger } from '../telemetry/logger.ts'
import { LOGGER } from '../telemetry/logger.ts'
import { ActionGuard } from './action-guard.ts'
import type { TokenAuthenticator } from './token-authenticator.ts'
import { TOKEN_AUTHENTICATOR } from './token-authenticator.ts'
import { TokenFile } from './token-file.ts'
import { TokenRegistry } from './token-registry.ts'

@Global()
@Module({
  providers: [
    {
      provide: TOKEN_AUTHENTICATOR,
      useFactory: (config: ServerConfig) => new TokenRegistry(adminEntries(config)),
      inject: [SERVER_CONFIG],
    },
    {
      provide: APP_GUARD,
      useFactory: (reflector: Reflector, authenticator: TokenAuthenticator) =>
        new ActionGuard(reflector, authenticator),
      inject: [Reflector, TOKEN_AUTHENTICATOR],
    },
  ],
  exports: [TOKEN_AUTHENTICATOR],
})
export class AccessModule implements OnModuleInit, OnApplicationShutdown {
  private readonly config: ServerConfig
  private readonly logger: Logger
  private readonly file: TokenFile | undefined

  constructor(
    @Inject(SERVER_CONFIG) config: ServerConfig,
    @Inject(TOKEN_AUTHENTICATOR) registry: TokenRegistry,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.config = config
    this.logger = logger
    const path = config.tokensFile
    if (path !== undefined) {
      this.file = new TokenFile({ path, always: adminEntries(config), registry, clock, logger })
    }
  }

  async onModuleInit(): Promise<void> {
    if (this.file) return this.file.start()
    if (this.config.adminTokenSha256 !== undefined) return
    this.logger.warn(
      'No tokens are configured, so every request below /v1 and /ofrep is answered with 401. Make one with ' +
        '"evenkeel-server token --kind sdk-server --environment <name> --name <service>", and set EVENKEEL_TOKENS_FILE.',
    )
  }

  onApplicationShutdown(): void {
    this.file?.close()
  }
}

const adminEntries = ({ adminTokenSha256 }: ServerConfig) =>
  adminTokenSha256 === undefined
    ? []
    : [
        {
          principal: { name: 'EVENKEEL_ADMIN_TOKEN', kind: 'admin' as const },
          sha256: Buffer.from(adminTokenSha256, 'hex'),
        },
      ]

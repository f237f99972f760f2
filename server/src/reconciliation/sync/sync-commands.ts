import type { Actor } from '../../access/token-authenticator.ts'
import type { Logger } from '../../telemetry/logger.ts'
import type { AcceptRequest, Acceptance } from '../holds/acceptance.ts'
import type { ReconciliationLoop } from '../reconciliation-loop.ts'
import type { SyncService } from './sync-service.ts'

export interface SyncCommandsOptions {
  readonly sync: Pick<SyncService, 'status'>
  readonly loop: Pick<ReconciliationLoop, 'requestSync'>
  readonly acceptance: Pick<Acceptance, 'accept'>
  readonly logger: Logger
}

/** What others ask of the sync; each is logged with who asked. */
export class SyncCommands {
  readonly #options: SyncCommandsOptions

  constructor(options: SyncCommandsOptions) {
    this.#options = options
  }

  /** Asks Git: `retry` looks at the newest commit again, also one that was refused before. */
  request(trigger: 'retry' | 'webhook', actor: Actor): void {
    this.#options.loop.requestSync(trigger)
    this.#options.logger.info('A sync was asked for', { trigger, ...actor })
  }

  /** Lets a held commit through. Throws as Acceptance does. */
  async accept(request: AcceptRequest, actor: Actor): Promise<void> {
    const { sync, loop, acceptance, logger } = this.#options
    await acceptance.accept(sync.status(), request)
    logger.info('A held commit was accepted', { ...request, ...actor })
    loop.requestSync('accept')
  }
}

import type { LoggerService } from '@nestjs/common'
import type { Logger } from './logger.ts'

/** Lets Nest log where we do; what it tells of its wiring is for debugging. */
export class NestLogger implements LoggerService {
  private readonly logger: Logger

  constructor(logger: Logger) {
    this.logger = logger
  }

  log(message: unknown): void {
    this.logger.debug(String(message))
  }

  warn(message: unknown): void {
    this.logger.warn(String(message))
  }

  error(message: unknown, ...details: readonly unknown[]): void {
    this.logger.error(message instanceof Error ? message.message : String(message), {
      ...(message instanceof Error ? { error: message } : { details: details.map(String).join('\n') }),
    })
  }
}

import type { DestinationStream, Logger as Pino, LoggerOptions } from 'pino'
import { pino } from 'pino'
import type { LogLevel } from '../config/server-config.ts'
import { describeError } from './describe-error.ts'
import type { LogFields, Logger } from './logger.ts'

const SECRET_NAMES = [
  'authorization',
  'token',
  'repoToken',
  'secret',
  'webhookSecret',
  'password',
  'databaseUrl',
]

/** One JSON object a line on standard output, with `level` as a word and `time` as ISO 8601. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: describeError },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
  }
  return new PinoLogger(destination ? pino(options, destination) : pino(options))
}

class PinoLogger implements Logger {
  private readonly pino: Pino

  constructor(logger: Pino) {
    this.pino = logger
  }

  debug(message: string, fields: LogFields = {}): void {
    this.pino.debug(fields, message)
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message)
  }

  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message)
  }

  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message)
  }
}

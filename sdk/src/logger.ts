import { callSafely } from './call-safely.ts'

export const LOG_LEVELS = ['info', 'warn', 'error'] as const

/** Where the SDK says what happens to it; `console` and pino fit. */
export interface Logger {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** Warnings and errors to the console, nothing else. */
export const defaultLogger: Logger = {
  info: () => undefined,
  warn: (message) => {
    console.warn(message)
  },
  error: (message) => {
    console.error(message)
  },
}

/** The same logger, whose failures stop nothing; there is nobody to tell of them. */
export function guarded(logger: Readonly<Record<keyof Logger, (message: string) => unknown>>): Logger {
  const log = (level: keyof Logger) => (message: string) => {
    callSafely(
      () => logger[level](message),
      () => undefined,
    )
  }
  return { info: log('info'), warn: log('warn'), error: log('error') }
}

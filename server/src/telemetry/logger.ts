/** Injection token of the process's Logger. */
export const LOGGER = Symbol('Logger')

/** What is worth keeping beside the words. Values under names such as `token` or `authorization` are never written. */
export type LogFields = Readonly<Record<string, unknown>>

/** An Error goes under `error`; its class, code, hint and causes are written with it. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

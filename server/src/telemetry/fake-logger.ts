import type { LogFields, Logger } from './logger.ts'

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: LogFields
}

/** Keeps what was logged. */
export class FakeLogger implements Logger {
  readonly entries: LogEntry[] = []

  debug(message: string, fields: LogFields = {}): void {
    this.entries.push({ level: 'debug', message, fields })
  }

  info(message: string, fields: LogFields = {}): void {
    this.entries.push({ level: 'info', message, fields })
  }

  warn(message: string, fields: LogFields = {}): void {
    this.entries.push({ level: 'warn', message, fields })
  }

  error(message: string, fields: LogFields = {}): void {
    this.entries.push({ level: 'error', message, fields })
  }

  /** The messages of one level, in order. */
  messages(level: LogEntry['level']): string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ message }) => message)
  }
}

import type { Logger } from './logger.ts'

/** Remembers what was logged: `warn the message`. */
export class RecordingLogger implements Logger {
  readonly lines: string[] = []

  info(message: string): void {
    this.lines.push(`info ${message}`)
  }

  warn(message: string): void {
    this.lines.push(`warn ${message}`)
  }

  error(message: string): void {
    this.lines.push(`error ${message}`)
  }
}

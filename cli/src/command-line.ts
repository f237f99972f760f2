import type { ExitCode } from './errors.ts'
import type { Host } from './host.ts'

/** What a command is run with, and how it says what came of it. */
export interface CommandLine {
  readonly host: Host
  readonly finish: (code: ExitCode) => void
}

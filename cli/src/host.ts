import type { Clock } from '@evenkeel/core/clock'

export interface Output {
  write(text: string): unknown
  /** Somebody is looking: colours are welcome. */
  readonly isTTY?: boolean
}

/** What a command is given of the process it runs in, so that a test can give it something else. */
export interface Host {
  readonly stdout: Output
  readonly stderr: Output
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** Resolves when the person at the terminal, or their process manager, wants the command to end. */
  interrupted(): Promise<void>
}

/** Everything that can be set from outside, parsed. */
export interface ServerConfig {
  /** `https://…` or a path to a local repository (bare or not). */
  readonly repo: string
  /** For `https://`: sent as the password of HTTP basic authentication. */
  readonly repoToken?: string
  readonly branch: string
  /** Folder of `evenkeel.yaml` inside the repository; '' is the root. */
  readonly path: string
  readonly dataDir: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly pollMs: number
  readonly tickMs: number
  readonly webhookSecret?: string
  readonly tokensFile?: string
  readonly databaseUrl?: string
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  /** How long the server says "not ready" before it stops accepting, and how long it then drains at most. */
  readonly lameDuckMs: number
  readonly drainMs: number
}

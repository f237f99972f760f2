import type { RepositoryAddress } from '../git/repository-address.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** `any` is for those who force-push: only going back to an older commit is held then. */
export const HISTORY_POLICIES = ['descendants', 'any'] as const
export type HistoryPolicy = (typeof HISTORY_POLICIES)[number]

/** Injection token of the process's ServerConfig. */
export const SERVER_CONFIG = Symbol('ServerConfig')

/** Everything that can be set from outside, parsed. */
export interface ServerConfig {
  /** Of a repository behind HTTP, or of a local one (bare or not). */
  readonly repo: RepositoryAddress
  /** For one behind HTTP: sent as the password of HTTP basic authentication. */
  readonly repoToken?: string
  readonly branch: string
  /** Folder of `evenkeel.yaml` inside the repository; '' is the root. */
  readonly path: string
  readonly dataDir: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Of the pages that may evaluate remotely; `*` stands for every origin. */
  readonly corsOrigins?: readonly string[]
  readonly pollMs: number
  readonly tickMs: number
  readonly history: HistoryPolicy
  readonly massChangePercent: number
  /** How long a transfer from Git may stand still, and take in all. */
  readonly transferIdleMs: number
  readonly transferTotalMs: number
  /** What looking at a commit may take. */
  readonly admissionMs: number
  readonly admissionMemoryBytes: number
  readonly webhookSecret?: string
  readonly tokensFile?: string
  /** SHA-256, hex, of a token that may do everything; the token itself is forgotten when it is read. */
  readonly adminTokenSha256?: string
  /** PEM file of the Ed25519 private key that signs frames; absent, one is kept in the data directory. */
  readonly signingKeyFile?: string
  /** Absent, an embedded PostgreSQL is kept in the data directory. */
  readonly databaseUrl?: string
  readonly logLevel: LogLevel
  /** How long the server says "not ready" before it stops accepting, and how long it then drains at most. */
  readonly lameDuckMs: number
  readonly drainMs: number
}

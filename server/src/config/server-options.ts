import { HISTORY_POLICIES, LOG_LEVELS } from './server-config.ts'

/** What may be written as an option's value, and how a problem with it is worded. */
export type OptionType =
  | { readonly kind: 'text' }
  /** Not given on the command line, where every process could read it, and never shown. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** Written in seconds; decimals are allowed. */
  | { readonly kind: 'seconds'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }

export interface ServerOption {
  /** The flag is `--` and this. Secrets have no flag. */
  readonly name: string
  readonly variable: string
  readonly type: OptionType
  /** As it would be written; absent where there is none. */
  readonly default?: string
  readonly required?: true
  readonly description: string
}

const text = { kind: 'text' } as const
const secret = { kind: 'secret' } as const

/** Everything that can be set from outside: parsing, `--help` and docs/server-options.md follow this table. */
export const SERVER_OPTIONS = {
  repo: {
    name: 'repo',
    variable: 'EVENKEEL_REPO',
    type: text,
    required: true,
    description:
      'The configuration repository: an https:// address, an http:// one on the loopback interface, or a path to a local repository.',
  },
  repoToken: {
    name: 'repo-token',
    variable: 'EVENKEEL_REPO_TOKEN',
    type: secret,
    description: 'Access token for a repository behind HTTP; a read-only one is enough.',
  },
  branch: {
    name: 'branch',
    variable: 'EVENKEEL_BRANCH',
    type: text,
    default: 'main',
    description: 'The branch that is served.',
  },
  path: {
    name: 'path',
    variable: 'EVENKEEL_PATH',
    type: text,
    default: '',
    description: 'The folder of evenkeel.yaml inside the repository, when it is not the root.',
  },
  pollSeconds: {
    name: 'poll-seconds',
    variable: 'EVENKEEL_POLL_SECONDS',
    type: { kind: 'seconds', min: 0.2, max: 86_400 },
    default: '10',
    description: 'How often the repository is asked for a new commit; a webhook asks at once.',
  },
  history: {
    name: 'history',
    variable: 'EVENKEEL_HISTORY',
    type: { kind: 'choice', choices: HISTORY_POLICIES },
    default: 'descendants',
    description:
      'What the branch may become: commits whose history has the newest admitted one, or any, for those who force-push. Going back to an older commit is held either way.',
  },
  massChangePercent: {
    name: 'mass-change-percent',
    variable: 'EVENKEEL_MASS_CHANGE_PERCENT',
    type: { kind: 'integer', min: 1, max: 100 },
    default: '30',
    description:
      'The share of an environment’s flags that one commit may delete or re-bucket; one that touches more, and at least ten, is held until it is accepted.',
  },
  transferIdleSeconds: {
    name: 'transfer-idle-seconds',
    variable: 'EVENKEEL_TRANSFER_IDLE_SECONDS',
    type: { kind: 'seconds', min: 1, max: 3600 },
    default: '30',
    description: 'How long the Git host may be silent in a transfer, which is then tried again.',
  },
  transferSeconds: {
    name: 'transfer-seconds',
    variable: 'EVENKEEL_TRANSFER_SECONDS',
    type: { kind: 'seconds', min: 1, max: 86_400 },
    default: '600',
    description: 'How long a transfer from the Git host may take in all; it is then tried again.',
  },
  admissionSeconds: {
    name: 'admission-seconds',
    variable: 'EVENKEEL_ADMISSION_SECONDS',
    type: { kind: 'seconds', min: 1, max: 3600 },
    default: '120',
    description:
      'How long looking at a commit may take once it was transferred. A commit that takes longer three times is refused.',
  },
  admissionMemoryMiB: {
    name: 'admission-memory-mib',
    variable: 'EVENKEEL_ADMISSION_MEMORY_MIB',
    type: { kind: 'integer', min: 128, max: 65_536 },
    default: '1024',
    description:
      'How much memory the process that reads commits may take, and never more than half of what the container has. A commit that takes more three times is refused.',
  },
  webhookSecret: {
    name: 'webhook-secret',
    variable: 'EVENKEEL_WEBHOOK_SECRET',
    type: secret,
    description: 'Secret of the Git host’s push webhook. Without one, POST /v1/webhooks/git is refused.',
  },
  host: {
    name: 'host',
    variable: 'EVENKEEL_HOST',
    type: text,
    default: '127.0.0.1',
    description: 'The address to listen on; 0.0.0.0 for every IPv4 address of the machine.',
  },
  port: {
    name: 'port',
    variable: 'EVENKEEL_PORT',
    type: { kind: 'integer', min: 0, max: 65_535 },
    default: '8080',
    description: 'The port to listen on; 0 takes any free one.',
  },
  corsOrigins: {
    name: 'cors-origins',
    variable: 'EVENKEEL_CORS_ORIGINS',
    type: text,
    description:
      'Origins of pages that may evaluate over OFREP, separated by commas, such as https://shop.example.com; * is every origin. Without it, no page may.',
  },
  tickSeconds: {
    name: 'tick-seconds',
    variable: 'EVENKEEL_TICK_SECONDS',
    type: { kind: 'seconds', min: 1, max: 60 },
    default: '5',
    description:
      'How often every stream is sent the current frame, changed or not. A change is sent at once.',
  },
  tokensFile: {
    name: 'tokens-file',
    variable: 'EVENKEEL_TOKENS_FILE',
    type: text,
    description:
      'JSON file of the tokens that are good here, by their SHA-256; read again within five seconds of a change.',
  },
  adminToken: {
    name: 'admin-token',
    variable: 'EVENKEEL_ADMIN_TOKEN',
    type: secret,
    description: 'A token that may do everything, at least 16 characters; only its SHA-256 is kept.',
  },
  signingKeyFile: {
    name: 'signing-key-file',
    variable: 'EVENKEEL_SIGNING_KEY_FILE',
    type: text,
    description:
      'PEM file of the Ed25519 private key that signs frames. Replicas share one. Without it, a key is made and kept in the data directory.',
  },
  dataDir: {
    name: 'data-dir',
    variable: 'EVENKEEL_DATA_DIR',
    type: text,
    default: './evenkeel-data',
    description: 'Where the last known good snapshots and the embedded database are kept.',
  },
  databaseUrl: {
    name: 'database-url',
    variable: 'DATABASE_URL',
    type: secret,
    description:
      'postgres:// address of a PostgreSQL. Without it, one is embedded in the data directory, for a single server.',
  },
  logLevel: {
    name: 'log-level',
    variable: 'EVENKEEL_LOG_LEVEL',
    type: { kind: 'choice', choices: LOG_LEVELS },
    default: 'info',
    description: 'The least severe messages that are logged; debug includes every request.',
  },
  lameDuckSeconds: {
    name: 'lame-duck-seconds',
    variable: 'EVENKEEL_LAME_DUCK_SECONDS',
    type: { kind: 'seconds', min: 0, max: 600 },
    default: '5',
    description: 'When told to stop: how long /readyz says no before connections are refused.',
  },
  drainSeconds: {
    name: 'drain-seconds',
    variable: 'EVENKEEL_DRAIN_SECONDS',
    type: { kind: 'seconds', min: 0, max: 600 },
    default: '10',
    description: 'When told to stop: how long requests that are under way may then take.',
  },
} as const satisfies Record<string, ServerOption>

export type OptionKey = keyof typeof SERVER_OPTIONS

/** The options in the order they are documented. */
export const OPTION_ENTRIES = Object.entries(SERVER_OPTIONS) as readonly (readonly [
  OptionKey,
  ServerOption,
])[]

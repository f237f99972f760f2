import { resolve } from 'node:path'
import { hashToken, parseTokenKind } from '../access/token.ts'
import { ConfigError } from '../errors.ts'
import type { RepositoryAddress } from '../git/repository-address.ts'
import { parseRepositoryAddress } from '../git/repository-address.ts'
import { checkDatabaseUrl, checkOrigins } from './check-address.ts'
import { parseOption } from './parse-option.ts'
import type { Environment, WrittenOptions } from './read-options.ts'
import { readOptions } from './read-options.ts'
import type { HistoryPolicy, LogLevel, ServerConfig } from './server-config.ts'
import type { OptionKey, ServerOption } from './server-options.ts'
import { SERVER_OPTIONS } from './server-options.ts'

const MIN_ADMIN_TOKEN_LENGTH = 16

/**
 * The configuration of the process, from its flags and environment variables. The only reader of process.env.
 * Throws ConfigError with every problem there is.
 */
export function loadConfig(
  args: readonly string[] = process.argv.slice(2),
  environment: Environment = process.env,
): ServerConfig {
  const read = new OptionReader(readOptions(args, environment))
  const adminToken = read.text('adminToken', checkAdminToken)
  const repo = read.repository('repo')
  const others: Omit<ServerConfig, 'repo'> = {
    branch: read.text('branch') ?? '',
    path: (read.text('path') ?? '').replace(/^[./]+|\/+$/g, ''),
    dataDir: resolve(read.text('dataDir') ?? ''),
    host: read.text('host') ?? '',
    port: read.number('port'),
    pollMs: read.number('pollSeconds') * 1000,
    tickMs: read.number('tickSeconds') * 1000,
    history: (read.text('history') ?? 'descendants') as HistoryPolicy,
    massChangePercent: read.number('massChangePercent'),
    transferIdleMs: read.number('transferIdleSeconds') * 1000,
    transferTotalMs: read.number('transferSeconds') * 1000,
    admissionMs: read.number('admissionSeconds') * 1000,
    admissionMemoryBytes: read.number('admissionMemoryMiB') * 1024 * 1024,
    logLevel: (read.text('logLevel') ?? 'info') as LogLevel,
    lameDuckMs: read.number('lameDuckSeconds') * 1000,
    drainMs: read.number('drainSeconds') * 1000,
    ...present({
      repoToken: read.text('repoToken'),
      webhookSecret: read.text('webhookSecret'),
      tokensFile: read.text('tokensFile'),
      adminTokenSha256: adminToken && hashToken(adminToken).toString('hex'),
      corsOrigins: read
        .text('corsOrigins', checkOrigins)
        ?.split(',')
        .map((origin) => origin.trim()),
      signingKeyFile: read.text('signingKeyFile'),
      databaseUrl: read.text('databaseUrl', checkDatabaseUrl),
    }),
  }
  if (repo === undefined || read.problems.length > 0) throw new ConfigError(read.problems)
  return { repo, ...others }
}

/** What is needed to work on a server's database without a server. */
export type DatabaseConfig = Pick<ServerConfig, 'dataDir' | 'databaseUrl' | 'signingKeyFile'>

/** As loadConfig, for commands that need no more. Throws ConfigError. */
export function loadDatabaseConfig(
  args: readonly string[],
  environment: Environment = process.env,
): DatabaseConfig {
  const read = new OptionReader(readOptions(args, environment))
  const config: DatabaseConfig = {
    dataDir: resolve(read.text('dataDir') ?? ''),
    ...present({
      signingKeyFile: read.text('signingKeyFile'),
      databaseUrl: read.text('databaseUrl', checkDatabaseUrl),
    }),
  }
  if (read.problems.length > 0) throw new ConfigError(read.problems)
  return config
}

/** Any secret will do; one of our own tokens must be whole and of the right kind. */
function checkAdminToken(token: string): string | undefined {
  if (token.length < MIN_ADMIN_TOKEN_LENGTH) return `is shorter than ${MIN_ADMIN_TOKEN_LENGTH} characters`
  if (!token.startsWith('ek_')) return undefined
  const kind = parseTokenKind(token)
  if (kind === undefined) return 'was not copied in full: its checksum does not match'
  return kind === 'admin' ? undefined : `is a token of kind ${kind}; it must be one of kind admin`
}

/** Says what is wrong with a value, as what follows the option's name; undefined when nothing is. */
type Check = (text: string) => string | undefined

/** Parses what was written, or else the default, and collects what is wrong. */
class OptionReader {
  readonly problems: string[]
  private readonly written: WrittenOptions['options']

  constructor({ options, problems }: WrittenOptions) {
    this.written = options
    this.problems = [...problems]
  }

  text(key: OptionKey, check: Check = () => undefined): string | undefined {
    const written = this.written.get(key)
    const option: ServerOption = SERVER_OPTIONS[key]
    if (!written) {
      if (option.required)
        this.problems.push(`--${option.name} or ${option.variable} is required: ${option.description}`)
      return option.default
    }
    const problem = parseOption(option.type, written.text).problem ?? check(written.text)
    if (problem !== undefined) this.problems.push(`${written.calledAs} ${problem}`)
    return written.text
  }

  /** Of an option that is required: undefined where there is a problem. */
  repository(key: OptionKey): RepositoryAddress | undefined {
    let address: RepositoryAddress | undefined
    this.text(key, (text) => {
      const parsed = parseRepositoryAddress(text)
      if (parsed.kind === 'refused') return parsed.problem
      address = parsed
      return undefined
    })
    return address
  }

  /** Of an option that has a default. */
  number(key: OptionKey): number {
    const text = this.text(key) ?? ''
    return parseOption(SERVER_OPTIONS[key].type, text).number ?? 0
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>

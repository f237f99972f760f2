import type { EvaluationContext } from '@evenkeel/core/evaluation'
import type { Verifier } from '@evenkeel/core/snapshot'
import type { ClientOptions } from './client-options.ts'
import { SdkError } from './errors.ts'
import type { Logger } from './logger.ts'
import { defaultLogger } from './logger.ts'
import { parsePublicKey } from './snapshot/node-platform.ts'
import type { Endpoint } from './source/endpoint.ts'
import { endpointOf } from './source/endpoint.ts'
import type { Source } from './source/source.ts'

/** Where snapshots are to come from. */
export type Origin =
  | { readonly from: 'stream' | 'poll'; readonly endpoint: Endpoint }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'source'; readonly source: Source }

/** Options that cannot be wrong any more. */
export interface ClientSettings {
  readonly origin: Origin
  readonly environment: string | undefined
  readonly verifiers: readonly Verifier[]
  readonly context: EvaluationContext | undefined
  readonly pollMs: number
  readonly logger: Logger
}

type Given = Readonly<Partial<Record<keyof ClientOptions, unknown>>>

const KNOWN_OPTIONS = [
  'url',
  'environment',
  'token',
  'mode',
  'publicKeys',
  'context',
  'pollSeconds',
  'logger',
  'source',
] as const satisfies readonly (keyof ClientOptions)[]
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
const ENVIRONMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/
const DEFAULT_POLL_SECONDS = 5
const LONGEST_POLL_SECONDS = 3600

/** Throws one SdkError `invalid-options` that names every problem; does not rely on the types having been checked. */
export function parseClientOptions(options: ClientOptions): ClientSettings {
  const given: Given = isRecord(options) ? options : {}
  const problems: string[] = []
  const settings = {
    origin: parseOrigin(given, problems),
    environment: parseEnvironment(given.environment, problems),
    verifiers: parsePublicKeys(given.publicKeys ?? [], problems),
    context: parseContext(given.context, problems),
    pollMs: parsePollSeconds(given.pollSeconds ?? DEFAULT_POLL_SECONDS, problems) * 1000,
    logger: parseLogger(given.logger ?? defaultLogger, problems),
  }
  const { origin } = settings
  if (problems.length > 0 || origin === undefined) {
    throw new SdkError('invalid-options', `createClient was given wrong options:\n  ${problems.join('\n  ')}`)
  }
  warnOfUnknown(given, settings.logger)
  return { ...settings, origin }
}

function parseOrigin(given: Given, problems: string[]): Origin | undefined {
  const { source, mode = 'stream' } = given
  if (source !== undefined) {
    if (isRecord(source) && typeof source['start'] === 'function') {
      return { from: 'source', source: source as unknown as Source }
    }
    problems.push('source: write what inMemorySource(…) gives')
  } else if (mode === 'stream' || mode === 'poll') {
    const endpoint = parseEndpoint(given, problems)
    if (endpoint !== undefined) return { from: mode, endpoint }
  } else if (isRecord(mode) && isText(mode['file'])) {
    return { from: 'file', path: mode['file'] }
  } else {
    problems.push('mode: write "stream", "poll" or { file: "snapshot.evk" }')
  }
  return undefined
}

function parseEndpoint(given: Given, problems: string[]): Endpoint | undefined {
  const { environment, token } = given
  const url = parseUrl(given.url, problems)
  if (environment === undefined) problems.push('environment: missing; write its name, such as "production"')
  if (!isText(token)) {
    problems.push('token: missing; write a token of kind sdk-server for the environment')
  } else if (/[^\x21-\x7e]/.test(token)) {
    problems.push('token: contains white space or other characters that no token has')
  } else if (url !== undefined && isText(environment)) {
    return endpointOf(url, environment, token)
  }
  return undefined
}

function parseUrl(given: unknown, problems: string[]): URL | undefined {
  if (given === undefined) {
    problems.push('url: missing; write where the server is, such as "https://flags.example.com"')
    return undefined
  }
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    problems.push('url: write a URL with https:// or http://, such as "https://flags.example.com"')
  } else if (url.username !== '' || url.password !== '') {
    problems.push('url: write the credentials as `token`, not into the URL')
  } else if (url.search !== '' || url.hash !== '') {
    problems.push('url: leave out what follows ? or #')
  } else {
    return url
  }
  return undefined
}

function parseEnvironment(given: unknown, problems: string[]): string | undefined {
  if (given === undefined || (typeof given === 'string' && ENVIRONMENT_NAME.test(given))) return given
  problems.push('environment: write its name: letters, digits, ".", "_" and "-", at most 128')
  return undefined
}

function parsePublicKeys(given: unknown, problems: string[]): readonly Verifier[] {
  if (!Array.isArray(given)) {
    problems.push('publicKeys: write a list')
    return []
  }
  return given.flatMap((key: unknown, index) => {
    const verifier = typeof key === 'string' ? parsePublicKey(key) : undefined
    if (verifier === undefined) {
      problems.push(`publicKeys[${index}]: write the 32 bytes of an Ed25519 public key in base64`)
    }
    return verifier ?? []
  })
}

function parseContext(given: unknown, problems: string[]): EvaluationContext | undefined {
  if (given === undefined || isRecord(given)) return given
  problems.push('context: write an object of attributes')
  return undefined
}

function parsePollSeconds(given: unknown, problems: string[]): number {
  if (typeof given === 'number' && given >= 1 && given <= LONGEST_POLL_SECONDS) return given
  problems.push(`pollSeconds: write a number from 1 to ${LONGEST_POLL_SECONDS}`)
  return DEFAULT_POLL_SECONDS
}

function parseLogger(given: unknown, problems: string[]): Logger {
  if (isRecord(given) && LOG_LEVELS.every((level) => typeof given[level] === 'function')) {
    return given as unknown as Logger
  }
  problems.push(`logger: write an object with the methods ${LOG_LEVELS.join(', ')}`)
  return defaultLogger
}

function warnOfUnknown(given: Given, logger: Logger): void {
  const unknown = Object.keys(given).filter((name) => !KNOWN_OPTIONS.some((known) => known === name))
  if (unknown.length > 0)
    logger.warn(`evenkeel: createClient does not know and ignores: ${unknown.join(', ')}`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

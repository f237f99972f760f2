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
type Origin =
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

/** Options as JavaScript may hand them in, whatever the types say. */
type Given = Readonly<Partial<Record<keyof ClientOptions, unknown>>>

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
const ENVIRONMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/
const LONGEST_POLL_SECONDS = 3600

/** Throws one SdkError `invalid-options` that names every problem. */
export function parseClientOptions(options: ClientOptions): ClientSettings {
  const given: Given = isRecord(options) ? options : {}
  const { url, environment, token, mode, source, ...rest } = given
  const { publicKeys = [], context, pollSeconds = 5, logger = defaultLogger, ...unknown } = rest
  const problems: string[] = []
  const origin = parseOrigin({ url, environment, token, mode, source }, problems)
  const settings = {
    environment: parseEnvironment(environment, problems),
    verifiers: parsePublicKeys(publicKeys, problems),
    context: parseContext(context, problems),
    pollMs: parsePollSeconds(pollSeconds, problems) * 1000,
    logger: parseLogger(logger, problems),
  }
  if (problems.length > 0 || origin === undefined) {
    throw new SdkError('invalid-options', `createClient was given wrong options:\n  ${problems.join('\n  ')}`)
  }
  const ignored = Object.keys(unknown)
  if (ignored.length > 0) {
    settings.logger.warn(`evenkeel: createClient does not know and ignores: ${ignored.join(', ')}`)
  }
  return { ...settings, origin }
}

function parseOrigin(given: Given, problems: string[]): Origin | undefined {
  const { source, mode = 'stream' } = given
  if (isSource(source)) return { from: 'source', source }
  if (source !== undefined) problems.push('source: write what inMemorySource(…) gives')
  else if (isRecord(mode) && isText(mode['file'])) return { from: 'file', path: mode['file'] }
  else if (mode === 'stream' || mode === 'poll') {
    const endpoint = parseEndpoint(given, problems)
    return endpoint && { from: mode, endpoint }
  } else problems.push('mode: write "stream", "poll" or { file: "snapshot.evk" }')
  return undefined
}

function parseEndpoint({ url, environment, token }: Given, problems: string[]): Endpoint | undefined {
  const place = parseUrl(url, problems)
  if (environment === undefined) problems.push('environment: write its name, such as "production"')
  if (!isText(token) || /[^!-~]/.test(token)) {
    problems.push('token: write a token of kind sdk-server for the environment, without white space')
  } else if (place !== undefined && isText(environment)) {
    return endpointOf(place, environment, token)
  }
  return undefined
}

function parseUrl(given: unknown, problems: string[]): URL | undefined {
  const url = isText(given) && URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    problems.push('url: write where the server is, such as "https://flags.example.com"')
  } else if (`${url.username}${url.password}${url.search}${url.hash}` !== '') {
    problems.push('url: leave out user, password and what follows ? or #; credentials are the `token`')
  } else {
    return url
  }
  return undefined
}

function parseEnvironment(given: unknown, problems: string[]): string | undefined {
  if (given === undefined || (isText(given) && ENVIRONMENT_NAME.test(given))) return given
  problems.push('environment: write its name, such as "production"')
  return undefined
}

function parsePublicKeys(given: unknown, problems: string[]): readonly Verifier[] {
  const keys: unknown[] = Array.isArray(given) ? given : [given]
  return keys.flatMap((key, index) => {
    const verifier = isText(key) ? parsePublicKey(key) : undefined
    if (verifier !== undefined) return verifier
    problems.push(`publicKeys[${index}]: write the 32 bytes of an Ed25519 public key in base64`)
    return []
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
  return Number.NaN
}

function parseLogger(given: unknown, problems: string[]): Logger {
  if (isRecord(given) && LOG_LEVELS.every((level) => typeof given[level] === 'function')) {
    return given as unknown as Logger
  }
  problems.push(`logger: write an object with the methods ${LOG_LEVELS.join(', ')}`)
  return defaultLogger
}

function isSource(value: unknown): value is Source {
  return isRecord(value) && typeof value['start'] === 'function'
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

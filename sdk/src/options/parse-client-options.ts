import type { EvaluationContext } from '@evenkeel/core/evaluation'
import type { Verifier } from '@evenkeel/core/snapshot'
import type { Hook } from '../hooks/hook.ts'
import type { ClientOptions } from './client-options.ts'
import { SdkError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { defaultLogger } from '../logger.ts'
import { parsePublicKey } from '../snapshot/node-platform.ts'
import type { Endpoint } from '../source/endpoint.ts'
import { endpointOf } from '../source/endpoint.ts'
import type { Source } from '../source/source.ts'

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
  /** Absent when there are none. */
  readonly hooks?: readonly Hook[] | undefined
  readonly logger: Logger
}

/** Options as JavaScript may hand them in, whatever the types say. */
type Given = Readonly<Partial<Record<keyof ClientOptions, unknown>>>

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
const ENVIRONMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/
const WITHOUT_WHITE_SPACE = /^[!-~]+$/
const LONGEST_POLL_SECONDS = 3600

/** Throws one SdkError `invalid-options` that names every problem. */
export function parseClientOptions(options: ClientOptions): ClientSettings {
  const problems = [...findProblems(isRecord(options) ? options : {})]
  if (problems.length > 0) {
    throw new SdkError('invalid-options', `createClient was given wrong options:\n  ${problems.join('\n  ')}`)
  }
  // Nothing is wrong with them, so they are what their type says.
  const { url, environment, token, mode, source, ...rest } = options
  const { publicKeys = [], context, pollSeconds = 5, hooks = [], logger = defaultLogger, ...unknown } = rest
  const ignored = Object.keys(unknown)
  if (ignored.length > 0) {
    logger.warn(`evenkeel: createClient does not know and ignores: ${ignored.join(', ')}`)
  }
  return {
    origin: originOf({ url, environment, token, mode, source }),
    environment,
    verifiers: listOf(publicKeys).flatMap((key) => parsePublicKey(key) ?? []),
    context,
    pollMs: pollSeconds * 1000,
    hooks: hooks.length > 0 ? hooks : undefined,
    logger,
  }
}

function originOf({
  url = '',
  environment = '',
  token = '',
  mode = 'stream',
  source,
}: ClientOptions): Origin {
  if (source !== undefined) return { from: 'source', source }
  if (typeof mode === 'object') return { from: 'file', path: mode.file }
  return { from: mode, endpoint: endpointOf(new URL(url), environment, token) }
}

function* findProblems(given: Given): Generator<string> {
  const { environment, mode = 'stream', source, publicKeys = [] } = given
  const { context = {}, pollSeconds = 5, hooks = [], logger = defaultLogger } = given
  const isServer = source === undefined && (mode === 'stream' || mode === 'poll')
  const isFile = isRecord(mode) && isText(mode['file'])
  if (source !== undefined && !(isRecord(source) && typeof source['start'] === 'function')) {
    yield 'source: write what inMemorySource(…) gives'
  }
  if (source === undefined && !isServer && !isFile) {
    yield 'mode: write "stream", "poll" or { file: "snapshot.evk" }'
  }
  if (isServer) yield* findProblemsOfServer(given)
  if (environment !== undefined ? !isLike(ENVIRONMENT_NAME, environment) : isServer) {
    yield 'environment: write its name, such as "production"'
  }
  for (const [index, key] of listOf(publicKeys).entries()) {
    if (!isText(key) || parsePublicKey(key) === undefined) {
      yield `publicKeys[${index}]: write the 32 bytes of an Ed25519 public key in base64`
    }
  }
  if (!isRecord(context)) yield 'context: write an object of attributes'
  if (typeof pollSeconds !== 'number' || !(pollSeconds >= 1 && pollSeconds <= LONGEST_POLL_SECONDS)) {
    yield `pollSeconds: write a number from 1 to ${LONGEST_POLL_SECONDS}`
  }
  if (!Array.isArray(hooks) || !hooks.every(isRecord)) yield 'hooks: write a list of hooks'
  if (!isRecord(logger) || LOG_LEVELS.some((level) => typeof logger[level] !== 'function')) {
    yield `logger: write an object with the methods ${LOG_LEVELS.join(', ')}`
  }
}

function* findProblemsOfServer({ url, token }: Given): Generator<string> {
  const place = isText(url) && URL.canParse(url) ? new URL(url) : undefined
  if (place === undefined || !/^https?:$/.test(place.protocol)) {
    yield 'url: write where the server is, such as "https://flags.example.com"'
  } else if (place.username + place.password + place.search + place.hash !== '') {
    yield 'url: leave out user, password and what follows ? or #; credentials are the `token`'
  }
  if (!isLike(WITHOUT_WHITE_SPACE, token)) {
    yield 'token: write a token of kind sdk-server for the environment, without white space'
  }
}

/** One alone may stand for a list of it. */
function listOf<T>(given: T | readonly T[]): readonly T[] {
  return [given].flat() as T[]
}

function isLike(pattern: RegExp, value: unknown): boolean {
  return isText(value) && pattern.test(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

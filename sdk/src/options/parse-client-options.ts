import { randomUUID } from 'node:crypto'
import type { EvaluationContext } from '@evenkeel/core/evaluation'
import type { Labels } from '@evenkeel/core/protocol'
import {
  INSTANCE_PATTERN,
  LABEL_NAME_PATTERN,
  LABEL_VALUE_PATTERN,
  MAX_LABELS,
} from '@evenkeel/core/protocol'
import type { Verifier } from '@evenkeel/core/snapshot'
import { SdkError } from '../errors.ts'
import type { Hook } from '../hooks/hook.ts'
import type { Logger } from '../logger.ts'
import { defaultLogger, guarded, LOG_LEVELS } from '../logger.ts'
import { parsePublicKey } from '../snapshot/node-platform.ts'
import type { Endpoint } from '../source/endpoint.ts'
import { endpointOf } from '../source/endpoint.ts'
import type { Source } from '../source/source.ts'
import type { ClientOptions } from './client-options.ts'

/** Where snapshots are to come from. */
type Origin =
  | {
      readonly from: 'stream' | 'poll'
      readonly endpoint: Endpoint
      readonly instance: string
      readonly labels: Labels
    }
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

type Option = keyof ClientOptions

/** Options as JavaScript may hand them in, whatever the types say. */
type Given = Readonly<Partial<Record<Option, unknown>>>

const LONGEST_POLL_SECONDS = 3600

/** What may be written for each option, and how to say it. */
const OPTIONS: Readonly<Record<Option, readonly [isRight: (given: unknown) => boolean, what: string]>> = {
  url: [
    isServerUrl,
    'where the server is, such as "https://flags.example.com", without user, password, ? or #',
  ],
  environment: [like(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/), 'its name, such as "production"'],
  token: [like(/^[!-~]+$/), 'a token of kind sdk-server for the environment, without white space'],
  mode: [
    (mode) => mode === 'stream' || mode === 'poll' || (isRecord(mode) && isText(mode['file'])),
    '"stream", "poll" or { file: "snapshot.evk" }',
  ],
  source: [(source) => hasMethods(source, ['start']), 'what inMemorySource(…) gives'],
  publicKeys: [
    (keys) => listOf(keys).every((key) => isText(key) && parsePublicKey(key) !== undefined),
    'Ed25519 public keys, of 32 bytes each, in base64',
  ],
  context: [isRecord, 'an object of attributes'],
  hooks: [(hooks) => Array.isArray(hooks) && hooks.every(isRecord), 'a list of hooks'],
  pollSeconds: [
    (seconds) => typeof seconds === 'number' && seconds >= 1 && seconds <= LONGEST_POLL_SECONDS,
    `a number from 1 to ${LONGEST_POLL_SECONDS}`,
  ],
  labels: [
    areLabels,
    'at most 8 labels, such as { service: "checkout" }: names of up to 32 of A-Z a-z 0-9 . _ / -, and values of up to 64 printable ASCII characters, without quotes and backslashes',
  ],
  instanceId: [
    like(INSTANCE_PATTERN),
    'up to 64 printable ASCII characters, without spaces, quotes and backslashes',
  ],
  logger: [(logger) => hasMethods(logger, LOG_LEVELS), `an object with the methods ${LOG_LEVELS.join(', ')}`],
}

/** Throws one SdkError `invalid-options` that names every problem. */
export function parseClientOptions(options: ClientOptions): ClientSettings {
  const problems = findProblems(isRecord(options) ? options : {})
  if (problems.length > 0) {
    throw new SdkError('invalid-options', `createClient was given wrong options:\n  ${problems.join('\n  ')}`)
  }
  // Nothing is wrong with them, so they are what their type says.
  const { environment, publicKeys = [], context, pollSeconds = 5, hooks = [] } = options
  const logger = guarded(options.logger ?? defaultLogger)
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(OPTIONS, name))
  if (unknown.length > 0) {
    logger.warn(`evenkeel: createClient does not know and ignores: ${unknown.join(', ')}`)
  }
  return {
    origin: originOf(options),
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
  labels = {},
  instanceId: instance = randomUUID(),
}: ClientOptions): Origin {
  if (source !== undefined) return { from: 'source', source }
  if (typeof mode === 'object') return { from: 'file', path: mode.file }
  const endpoint = endpointOf(new URL(url), environment, token)
  return { from: mode, endpoint, instance, labels: { ...labels } as Labels }
}

/** A server needs its three options; without one, they may say anything but another environment. */
function findProblems(given: Given): string[] {
  const isServer = given.source === undefined && !isRecord(given.mode)
  const needed = isServer ? ['url', 'environment', 'token'] : []
  const ignored = isServer ? [] : ['url', 'token']
  return Object.entries(OPTIONS).flatMap(([name, [isRight, what]]) => {
    const value = given[name as Option]
    const isFine = value === undefined ? !needed.includes(name) : ignored.includes(name) || isRight(value)
    return isFine ? [] : [`${name}: write ${what}`]
  })
}

function isServerUrl(given: unknown): boolean {
  if (!isText(given) || !URL.canParse(given)) return false
  const { protocol, username, password, search, hash } = new URL(given)
  return /^https?:$/.test(protocol) && username + password + search + hash === ''
}

/** One alone may stand for a list of it. */
function listOf<T>(given: T | readonly T[]): readonly T[] {
  return [given].flat() as T[]
}

/** One that is undefined is never told. */
function areLabels(given: unknown): boolean {
  const isTold = (value: unknown) => typeof value === 'string' && LABEL_VALUE_PATTERN.test(value)
  return (
    isRecord(given) &&
    Object.keys(given).length <= MAX_LABELS &&
    Object.entries(given).every(
      ([name, value]) => LABEL_NAME_PATTERN.test(name) && (value === undefined || isTold(value)),
    )
  )
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === 'function')
}

function like(pattern: RegExp): (value: unknown) => boolean {
  return (value) => isText(value) && pattern.test(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { JsonObject } from '@evenkeel/core/json'
import { isJsonObject } from '@evenkeel/core/json'
import { parseInstant } from '@evenkeel/core/parse-instant'
import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import type { Host } from '../host.ts'

/** What may be asked of a flag: what it resolves to, or why. */
export interface Question {
  readonly flag: string
  readonly environment: string
  readonly context: JsonObject
  /** Milliseconds since the epoch; absent: now. */
  readonly atMs?: number
}

export interface AskedServer {
  readonly url: string
  readonly token: string | undefined
}

/** Who is to answer. */
export type Asked = AskedServer | { readonly url?: undefined; readonly directory: string | undefined }

export interface QuestionOptions {
  readonly env: string
  readonly context: string
  readonly at?: string
  readonly url?: string
  readonly token?: string
  readonly json?: true
}

/** The arguments and options that a question is written with. */
export function addQuestionOptions(command: Command): Command {
  return command
    .argument('<flag>', 'flag key')
    .argument('[dir]', 'folder of the configuration repository')
    .requiredOption('--env <environment>', 'environment to evaluate in')
    .option('--context <json>', 'evaluation context, a JSON object', '{}')
    .option('--at <instant>', 'evaluate as if it were then, for rules with a `during`')
    .option('--url <url>', 'ask this server instead (default: EVENKEEL_URL, when DIR is not given)')
    .option('--token <token>', 'token for the server (default: EVENKEEL_TOKEN, which no process list shows)')
    .option('--json', 'print JSON')
}

export function parseQuestion(flag: string, { env, context, at }: QuestionOptions): Question {
  return {
    flag,
    environment: env,
    context: parseContext(context),
    ...(at !== undefined && { atMs: requireInstant(at) }),
  }
}

export function parseAsked(
  host: Host,
  directory: string | undefined,
  { url, token }: QuestionOptions,
): Asked {
  if (url !== undefined && directory !== undefined) {
    throw new UsageError('a folder and --url cannot be combined', 'leave one of them out')
  }
  const server = url ?? (directory === undefined ? host.env['EVENKEEL_URL'] : undefined)
  return server === undefined ? { directory } : { url: server, token: token ?? host.env['EVENKEEL_TOKEN'] }
}

function parseContext(text: string): JsonObject {
  const hint = `quote it once for the shell: --context '{"targetingKey": "customer-1"}'`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--context is not JSON: ${error instanceof Error ? error.message : text}`, hint)
  }
  if (!isJsonObject(value)) throw new UsageError('--context is not a JSON object', hint)
  return value
}

function requireInstant(text: string): number {
  const atMs = parseInstant(text)
  if (atMs !== undefined) return atMs
  throw new UsageError(`--at ${text} is not an instant`, 'write it with its zone: 2026-12-01T09:00:00+01:00')
}

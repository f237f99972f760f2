import type { JsonObject } from '@evenkeel/core/json'
import type { Command } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { UsageError } from '../errors.ts'
import { evaluateInTree } from '../evaluation/evaluate-in-tree.ts'
import { evaluateOnServer } from '../evaluation/evaluate-on-server.ts'
import type { FlagEvaluation } from '../evaluation/flag-evaluation.ts'
import type { Host } from '../host.ts'
import { writeEvaluation } from '../report/evaluation.ts'
import { styleFor } from '../report/style.ts'

interface EvaluateOptions {
  readonly env: string
  readonly context: string
  readonly at?: string
  readonly url?: string
  readonly token?: string
  readonly json?: true
}

export function addEvaluateCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('evaluate')
    .summary('evaluate a flag for a context')
    .description(
      'Evaluate a flag as a service would: from a folder, or with --url by asking a server. Says the value, the variant, the reason and the rule that decided.',
    )
    .argument('<flag>', 'flag key')
    .argument('[dir]', 'folder of the configuration repository')
    .requiredOption('--env <environment>', 'environment to evaluate in')
    .option('--context <json>', 'evaluation context, a JSON object', '{}')
    .option('--at <instant>', 'evaluate as if it were then, for rules with a `during`')
    .option('--url <url>', 'ask this server instead (default: EVENKEEL_URL, when DIR is not given)')
    .option('--token <token>', 'token for the server (default: EVENKEEL_TOKEN, which no process list shows)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  evenkeel evaluate checkout-redesign --env production --context '{"targetingKey": "customer-1", "plan": "pro"}'
  evenkeel evaluate home-banner --env production --at 2026-12-24T18:00:00+01:00
  evenkeel evaluate checkout-redesign --env production --url https://flags.example.com --context '{"targetingKey": "customer-1"}'`,
    )
    .action(async (flag: string, directory: string | undefined, options: EvaluateOptions) => {
      const evaluation = await evaluate(host, flag, directory, options)
      host.stdout.write(
        options.json
          ? `${JSON.stringify(evaluation, null, 2)}\n`
          : writeEvaluation(evaluation, styleFor(host.stdout, host.env)),
      )
      finish(evaluation.reason === 'ERROR' ? 1 : 0)
    })
}

async function evaluate(
  host: Host,
  flag: string,
  directory: string | undefined,
  options: EvaluateOptions,
): Promise<FlagEvaluation> {
  const { env: environment, at } = options
  const context = parseContext(options.context)
  if (options.url !== undefined && directory !== undefined) {
    throw new UsageError('a folder and --url cannot be combined', 'leave one of them out')
  }
  const url = options.url ?? (directory === undefined ? host.env['EVENKEEL_URL'] : undefined)
  if (url === undefined) {
    const atMs = at === undefined ? host.clock.now() : parseInstant(at)
    return evaluateInTree(host, { flag, environment, context, directory, atMs })
  }
  if (at !== undefined) throw new UsageError('--at needs a folder: a server evaluates by its own clock')
  const token = options.token ?? host.env['EVENKEEL_TOKEN']
  return evaluateOnServer(host.fetch, { url, token, flag, environment, context })
}

function parseContext(text: string): JsonObject {
  const hint = `quote it once for the shell: --context '{"targetingKey": "customer-1"}'`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--context is not JSON: ${error instanceof Error ? error.message : text}`, hint)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('--context is not a JSON object', hint)
  }
  return value as JsonObject
}

function parseInstant(text: string): number {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : NaN
  if (Number.isNaN(at)) {
    throw new UsageError(
      `--at ${text} is not an instant`,
      'write it with its zone: 2026-12-01T09:00:00+01:00',
    )
  }
  return at
}

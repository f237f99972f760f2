import type { Command } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { UsageError } from '../errors.ts'
import { evaluateInTree } from '../evaluation/evaluate-in-tree.ts'
import { evaluateOnServer } from '../evaluation/evaluate-on-server.ts'
import type { FlagEvaluation } from '../evaluation/flag-evaluation.ts'
import type { Host } from '../host.ts'
import type { QuestionOptions } from '../question/question.ts'
import { addQuestionOptions, parseAsked, parseQuestion } from '../question/question.ts'
import { writeEvaluation } from '../report/evaluation.ts'
import { styleFor } from '../report/style.ts'

export function addEvaluateCommand(program: Command, { host, finish }: CommandLine): void {
  const command = program
    .command('evaluate')
    .summary('evaluate a flag for a context')
    .description(
      'Evaluate a flag as a service would: from a folder, or with --url by asking a server. Says the value, the variant, the reason and the rule that decided; `evenkeel explain` says why.',
    )
  addQuestionOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  evenkeel evaluate checkout-redesign --env production --context '{"targetingKey": "customer-1", "plan": "pro"}'
  evenkeel evaluate home-banner --env production --at 2026-12-24T18:00:00+01:00
  evenkeel evaluate checkout-redesign --env production --url https://flags.example.com --context '{"targetingKey": "customer-1"}'`,
    )
    .action(async (flag: string, directory: string | undefined, options: QuestionOptions) => {
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
  options: QuestionOptions,
): Promise<FlagEvaluation> {
  const question = parseQuestion(flag, options)
  const asked = parseAsked(host, directory, options)
  if (asked.url === undefined) return evaluateInTree(host, asked.directory, question)
  if (question.atMs !== undefined) {
    throw new UsageError(
      '--at needs a folder: a server evaluates by its own clock',
      '`evenkeel explain` takes --at for a server too',
    )
  }
  return evaluateOnServer(host.fetch, asked, question)
}

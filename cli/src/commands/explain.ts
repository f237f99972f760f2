import type { Command } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { explainInTree } from '../explanation/explain-in-tree.ts'
import { explainOnServer } from '../explanation/explain-on-server.ts'
import { writeExplanation } from '../explanation/write-explanation.ts'
import type { QuestionOptions } from '../question/question.ts'
import { addQuestionOptions, parseAsked, parseQuestion } from '../question/question.ts'
import { styleFor } from '../report/style.ts'

export function addExplainCommand(program: Command, { host, finish }: CommandLine): void {
  const command = program
    .command('explain')
    .summary('say why a flag resolves as it does')
    .description(
      'Say of every prerequisite and every rule of a flag whether it matched and what decided: the time, the part of the condition with the values it read, the slot, the share. Values of private attributes are never shown.',
    )
  addQuestionOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  evenkeel explain checkout-redesign --env production --context '{"targetingKey": "customer-1", "plan": "pro"}'
  evenkeel explain checkout-redesign --env production --url https://flags.example.com --context '{"targetingKey": "customer-1"}'`,
    )
    .action(async (flag: string, directory: string | undefined, options: QuestionOptions) => {
      const question = parseQuestion(flag, options)
      const asked = parseAsked(host, directory, options)
      const explanation =
        asked.url === undefined
          ? await explainInTree(host, asked.directory, question)
          : await explainOnServer(host.fetch, asked, question)
      host.stdout.write(
        options.json
          ? `${JSON.stringify(explanation, null, 2)}\n`
          : writeExplanation(explanation, styleFor(host.stdout, host.env)),
      )
      finish(explanation.details.reason === 'ERROR' ? 1 : 0)
    })
}
